package org.scorefield.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Rival RIVAL = Rival.beside("torch", 0.5, 1e-9);
  private static final Case CASE =
      new Case(
          "case",
          List.of(RIVAL),
          size -> new Task("what", Map.of(), Map.of(), () -> () -> new double[1]));

  private static String rows(Turns.Entry entry) {
    return Report.rows(new Turns.Result(CASE, "work", Times.of(0.1, 0.2, 0.3), List.of(entry)));
  }

  @Test
  void aComparedRivalHasItsRatioAndVerdict() {
    Turns.Entry entry =
        new Turns.Compared(RIVAL, "whole", 1e-16, Times.of(0.4), Times.of(0.25, 0.5, 0.75));
    assertThat(rows(entry))
        .isEqualTo(
            "| work | 200 ms (100..300) | torch (whole) | 400 ms (400..400) |"
                + " 0.500 (0.250..0.750) | ratio <= 0.50 | yes | 1.0e-16 |\n");
  }

  @Test
  void aRivalWithOtherNumbersHasNoRatio() {
    assertThat(rows(new Turns.Refused(RIVAL, "", 0.01)))
        .isEqualTo(
            "| work | 200 ms (100..300) | torch | not timed |"
                + " refused: the answers differ by more than 1e-09 | ratio <= 0.50 | **no** |"
                + " 1.0e-02 |\n");
  }

  @Test
  void aRivalThatIsNotInstalledIsSaidSo() {
    assertThat(rows(new Turns.Absent(RIVAL, "no module")))
        .contains("torch (no module) | not timed | not installed | ratio <= 0.50 |");
  }
}
