package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.metric.Estimate;

class AcceptanceTest {
  private static final List<String> NAMES = List.of("rho 7", "best rho", "designed");

  private static Acceptance.Verdict judge(double[] selected, double[] heldOut) {
    return Acceptance.judge(NAMES, estimates(selected), estimates(heldOut), 0, 1);
  }

  private static List<MixtureProxy.Distance> estimates(double[] values) {
    return Arrays.stream(values)
        .mapToObj(v -> new Estimate(v, 0.01, 10))
        .map(e -> new MixtureProxy.Distance(e, e))
        .toList();
  }

  private static double[] errors(double... values) {
    return values;
  }

  @Test
  void theBestIsAcceptedIfItHoldsOnOtherSamples() {
    Acceptance.Verdict verdict = judge(errors(.3, .2, .1), errors(.3, .2, .12));
    assertThat(verdict.index()).isEqualTo(2);
    assertThat(verdict.why()).contains("0.120 on samples it was not chosen with", "0.300");
  }

  @Test
  void whatIsWorseThanRhoSevenOnOtherSamplesIsNotShipped() {
    Acceptance.Verdict verdict = judge(errors(.3, .2, .1), errors(.3, .25, .4));
    assertThat(verdict.index()).isEqualTo(1);
    assertThat(verdict.why()).contains("fallen back", "'designed' looked best", "0.400");
    assertThat(judge(errors(.3, .2, .1), errors(.3, .35, .4)).index()).isEqualTo(0);
  }

  @Test
  void rhoSevenStaysWhereNothingBeatsIt() {
    assertThat(judge(errors(.1, .2, .3), errors(.3, .2, .1)).index()).isEqualTo(0);
  }

  @Test
  void aRunThatDivergedIsNeverChosen() {
    double lost = Double.POSITIVE_INFINITY;
    assertThat(judge(errors(.3, lost, lost), errors(.3, lost, lost)).index()).isEqualTo(0);
    assertThat(judge(errors(.3, .2, .1), errors(.3, lost, lost)).index()).isEqualTo(0);
  }
}
