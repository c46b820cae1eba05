package org.scorefield.engine.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The rules of the house for this module: layers point downward, each library has one door and
/// does not show through it, nothing is global.
class EngineLayersTest {
  private static final String ROOT = "org.scorefield.engine.";

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.scorefield.engine");

  /// Lowest first; packages in one row do not know each other.
  private static final List<List<String>> ROWS =
      List.of(
          List.of("nn"),
          List.of("torch"),
          List.of("train"),
          List.of("onnx", "study"),
          List.of("experiment"));

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
    layers.check(ENGINE);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(ENGINE);
  }

  @Test
  void eachLibraryHasOneDoor() {
    onlyIn("org.bytedeco..", "torch");
    onlyIn("ai.onnxruntime..", "onnx");
    noClasses()
        .that()
        .resideInAPackage(ROOT + "nn..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.not(
                resideInAnyPackage("java..", "org.scorefield..", "org.jspecify..")
                    .or(DescribedPredicate.describe("plain", c -> c.isPrimitive() || c.isArray()))))
        .check(ENGINE);
  }

  @Test
  void noLibraryShowsInAPublicSignature() {
    codeUnits()
        .that()
        .arePublic()
        .or()
        .areProtected()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should(nameNo("org.bytedeco.", "ai.onnxruntime."))
        .check(ENGINE);
    fields()
        .that()
        .arePublic()
        .or()
        .areProtected()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .haveRawType(
            DescribedPredicate.not(resideInAnyPackage("org.bytedeco..", "ai.onnxruntime..")))
        .check(ENGINE);
  }

  /// A negative control of the rule above.
  @Test
  void aSignatureThatNamesALibraryIsFound() {
    JavaClasses all = new ClassFileImporter().importPackages("org.scorefield.engine.torch");
    assertThat(all.contain(ROOT + "torch.TorchOps")).isTrue();
    assertThatThrownBy(() ->
            codeUnits()
                .that()
                .areDeclaredInClassesThat()
                .haveSimpleName("TorchOps")
                .should(nameNo("org.bytedeco."))
                .check(all))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("org.bytedeco.pytorch.Tensor");
  }

  @Test
  void nothingIsGlobal() {
    fields().that().areStatic().should().haveModifier(JavaModifier.FINAL).check(ENGINE);
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
        .check(ENGINE);
  }

  /// The library draws no number: all of them come from the seed.
  @Test
  void theTensorLibraryDrawsNothing() {
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "draws in the library",
                call ->
                    call.getTargetOwner().getName().startsWith("org.bytedeco.pytorch")
                        && call.getName()
                            .matches(
                                "(rand|randn|randint|randperm|normal|bernoulli|dropout|manual_seed).*")))
        .check(ENGINE);
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
        .check(ENGINE);
  }

  private static void onlyIn(String library, String name) {
    noClasses()
        .that(DescribedPredicate.not(resideInAPackage(ROOT + name + "..")))
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .check(ENGINE);
  }

  private static ArchCondition<JavaCodeUnit> nameNo(String... prefixes) {
    return new ArchCondition<>("name none of " + List.of(prefixes)) {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        Stream.concat(
                unit.getRawParameterTypes().stream(),
                Stream.concat(
                    Stream.of(unit.getRawReturnType()),
                    Stream.concat(
                        unit.getReturnType().getAllInvolvedRawTypes().stream(),
                        unit.getParameterTypes().stream()
                            .flatMap(type -> type.getAllInvolvedRawTypes().stream()))))
            .map(JavaClass::getBaseComponentType)
            .distinct()
            .filter(
                type -> Stream.of(prefixes).anyMatch(prefix -> type.getName().startsWith(prefix)))
            .forEach(type ->
                events.add(
                    SimpleConditionEvent.violated(
                        unit, unit.getFullName() + " names " + type.getName())));
      }
    };
  }
}
