package org.scorefield.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The rules of the house that a compiler does not check: layers point downward, each library has
/// one door, nothing is global.
class LayersTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.scorefield");

  private static final String ROOT = "org.scorefield.";

  /// Rows of the design, lowest first; packages in one row do not know each other.
  private static final List<List<String>> ROWS =
      List.of(
          List.of("array", "catalogue"),
          List.of("linalg", "random"),
          List.of("data", "denoise", "schedule"),
          List.of("analytic", "convex", "settings", "wiring"),
          List.of("sampling"),
          List.of("metric"),
          List.of("linear"),
          List.of("design", "budget", "select", "study", "interop", "doctor"),
          List.of("accelerate"),
          List.of("reproduce"),
          List.of("experiment"),
          List.of("report"));

  @Test
  void packagesUseOnlyLowerRows() {
    Architectures.LayeredArchitecture layers =
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (List<String> row : ROWS) {
      for (String name : row) {
        layers = layers.optionalLayer(name).definedBy(ROOT + name + "..");
      }
    }
    for (int i = 0; i < ROWS.size(); i++) {
      String[] above =
          ROWS.subList(i + 1, ROWS.size()).stream().flatMap(List::stream).toArray(String[]::new);
      for (String name : ROWS.get(i)) {
        layers =
            above.length == 0
                ? layers.whereLayer(name).mayNotBeAccessedByAnyLayer()
                : layers.whereLayer(name).mayOnlyBeAccessedByLayers(above);
      }
    }
    layers.check(CORE);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void eachLibraryHasOneDoor() {
    onlyIn("org.bytedeco..", "linalg");
    onlyIn("org.hipparchus..", "sampling.solver");
    onlyIn("de.siegmar..", "data");
    onlyIn("java.sql..", "data");
    onlyIn("org.yaml..", "settings");
    noClasses()
        .that(
            not(
                resideInAnyPackage(
                    ROOT + "data..", ROOT + "experiment..", ROOT + "interop..", ROOT + "report..")))
        .should()
        .dependOnClassesThat(resideInAPackage("com.fasterxml.."))
        .check(CORE);
    DescribedPredicate<JavaClass> known =
        resideInAnyPackage(
            "java..",
            "javax.imageio..",
            "org.scorefield..",
            "org.jspecify..",
            "org.bytedeco..",
            "org.hipparchus..",
            "de.siegmar..",
            "org.yaml..",
            "com.fasterxml..");
    classes().should().onlyDependOnClassesThat(known.or(isPrimitiveOrArray())).check(CORE);
  }

  @Test
  void filesAreTouchedOnlyByThePackagesThatRead() {
    noClasses()
        .that(
            not(
                resideInAnyPackage(
                    ROOT + "data..",
                    ROOT + "settings..",
                    ROOT + "experiment..",
                    ROOT + "interop..",
                    ROOT + "linalg..")))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.file.Files")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.File")
        .check(CORE);
  }

  @Test
  void nothingIsGlobal() {
    fields()
        .that()
        .areStatic()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .allowEmptyShould(true)
        .check(CORE);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CORE);
    noClasses()
        .that(not(resideInAPackage(ROOT + "experiment..")))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(CORE);
  }

  @Test
  void publicClassesAreFinalRecordsEnumsOrInterfaces() {
    classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .orShould()
        .beEnums()
        .check(CORE);
  }

  @Test
  void onlyTheSamplerSteps() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "sampling.Sampler")
        .and(not(resideInAPackage(ROOT + "sampling.solver..")))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ROOT + "sampling.Stepper")
        .check(
            CORE.that(
                new DescribedPredicate<>("users of the stepper") {
                  @Override
                  public boolean test(JavaClass c) {
                    return !c.getName().equals(ROOT + "sampling.Solver")
                        && !c.getName().equals(ROOT + "sampling.Stepper");
                  }
                }));
  }

  private static void onlyIn(String library, String... packages) {
    String[] allowed =
        java.util.Arrays.stream(packages).map(p -> ROOT + p + "..").toArray(String[]::new);
    noClasses()
        .that(not(resideInAnyPackage(allowed)))
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .check(CORE);
  }

  private static <T> DescribedPredicate<T> not(DescribedPredicate<T> p) {
    return DescribedPredicate.not(p);
  }

  private static DescribedPredicate<JavaClass> isPrimitiveOrArray() {
    return DescribedPredicate.describe("plain", c -> c.isPrimitive() || c.isArray());
  }
}
