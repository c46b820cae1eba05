package org.scorefield.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.solver.Solvers;
import org.scorefield.schedule.TimeGrid;

/// The parts of the documentation that repeat the code are what the code says. `mvn test -pl core
/// -Dtest=DocsTest -Dformat=fix` rewrites them.
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
  private static final boolean FIX = "fix".equals(System.getProperty("format"));
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- snippet: (\\S+) -->\n```java\n(.*?)```\n<!-- end -->", Pattern.DOTALL);

  @Test
  void snippetsAreTheRealFiles() throws IOException {
    for (String page : List.of("CONTRIBUTING.md", "README.md")) {
      Path file = ROOT.resolve(page);
      if (!Files.exists(file)) {
        continue;
      }
      String text = Files.readString(file);
      Matcher matcher = SNIPPET.matcher(text);
      StringBuilder fresh = new StringBuilder();
      while (matcher.find()) {
        String source = snippet(Files.readString(ROOT.resolve(matcher.group(1))));
        String snippet =
            "<!-- snippet: " + matcher.group(1) + " -->\n```java\n" + source + "```\n<!-- end -->";
        matcher.appendReplacement(fresh, Matcher.quoteReplacement(snippet));
      }
      matcher.appendTail(fresh);
      agree(file, fresh.toString());
    }
  }

  /// What stands between the lines `// snippet` and `// end`, or the whole file without them.
  private static String snippet(String source) {
    int from = source.indexOf("// snippet\n");
    if (from < 0) {
      return source;
    }
    int to = source.indexOf("    // end\n");
    return source.substring(from + "// snippet\n".length(), to).stripIndent();
  }

  @Test
  void tableOfSolversIsTheCatalogue() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Solvers

            Generated from the catalogues `Solvers.ALL` and `Solvers.INFORMED`. Evaluations are for a run of 18 steps that
            ends at sigma = 0.

            **Order** is what a test measures, not what a name promises: the error of a whole run of N
            steps falls as N^-order. The number in a name counts the outputs that a step is made of,
            and the order is often another:

            - Multistep methods start with a step of order 1, as the libraries do. It leaves an error
              of order 2 however many outputs the later steps use: `lms-3`, `lms-4`, `deis-3`,
              `deis-4`. (In Java, a Runge-Kutta warm-up gives them their full order.)
            - The published weights of `dpmpp-3m` count the curvature half, and those of `ipndm-3`,
              `ipndm-4` and `pndm` are those of equal steps: order 2 on the grids in use. These are
              the numbers other libraries give under these names. (In Java, `Dpmpp3M` has exact
              weights too.)
            - UniPC corrects each step with the output after it and gains an order: `unipc-2` has 3.

            At the usual 5 to 50 steps the order says little: a higher number of outputs often has
            the smaller error all the same, and only a trial on the model decides. Orders are
            measured on smooth laws between positive levels; the last step to 0 is one of fixed size.
            For solvers that draw noise it is the weak order, measured on the variance of a Gaussian;
            annealed Langevin has none, as finer grids do not make it exact; that of `dormand-prince`
            is in the steps it chooses for itself.

            | `--solver` | order | draws noise | evaluations, 18 steps | source |
            |---|---|---|---|---|
            """);
    TimeGrid grid = new org.scorefield.schedule.RhoGrid(7).toZero(18, 80, 0.002);
    Distribution law = Gaussian.isotropic(org.scorefield.array.Shape.vector(1), Vector.of(0), 1);
    List<Solver> all =
        Stream.concat(Solvers.ALL.stream(), Solvers.INFORMED.stream().map(i -> i.of().apply(law)))
            .toList();
    for (Solver solver : all) {
      String file = solver.getClass().getSimpleName() + ".java";
      var evaluations = solver.evaluations(grid);
      page.append(
          "| `%s` | %d | %s | %s | [%s](../core/src/main/java/org/scorefield/sampling/solver/%s) |%n"
              .formatted(
                  solver.name(),
                  solver.order(),
                  solver.stochastic() ? "yes" : "no",
                  evaluations.isPresent() ? String.valueOf(evaluations.getAsInt()) : "adaptive",
                  file,
                  file));
    }
    agree(ROOT.resolve("docs/solvers.md"), page.toString());
  }

  private static void agree(Path file, String fresh) throws IOException {
    if (FIX) {
      Files.writeString(file, fresh);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("run: mvn test -pl core -Dtest=DocsTest -Dformat=fix")
        .isEqualTo(fresh);
  }
}
