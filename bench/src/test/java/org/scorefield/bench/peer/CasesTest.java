package org.scorefield.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CasesTest {
  static final List<Case> ALL = Cases.ALL;

  @ParameterizedTest
  @FieldSource("ALL")
  void ourSideAnswersTheSameFiniteNumbersEveryTime(Case c) {
    Task task = c.task().apply(Size.SMOKE);
    double[] first = task.ours().get().numbers();
    assertThat(first).isNotEmpty();
    for (double v : first) {
      assertThat(v).isFinite();
    }
    assertThat(c.task().apply(Size.SMOKE).ours().get().numbers()).isEqualTo(first);
  }

  @Test
  void theWorkerKnowsEveryCase() throws IOException {
    String worker =
        Files.readString(
            Path.of(System.getProperty("repository.root", "..")).resolve("bench/peers/cases.py"));
    assertThat(Cases.ALL)
        .allSatisfy(c -> assertThat(worker).containsOnlyOnce("\"" + c.name() + "\": "));
  }

  @Test
  void namesAreUnique() {
    assertThat(Cases.ALL).extracting(Case::name).doesNotHaveDuplicates();
  }
}
