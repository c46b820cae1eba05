package org.scorefield.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AgreementTest {

  @Test
  void differenceIsRelativeInTheEuclideanNorm() {
    double[] theirs = {3, 4};
    assertThat(Agreement.difference(new double[] {3, 4.05}, theirs)).isEqualTo(0.01, within(1e-15));
    assertThat(Agreement.difference(theirs, theirs)).isZero();
  }

  @Test
  void answersThatCannotBeComparedAreInfinitelyFar() {
    double[] one = {1};
    assertThat(Agreement.difference(one, new double[] {1, 2})).isInfinite();
    assertThat(Agreement.difference(new double[0], new double[0])).isInfinite();
    assertThat(Agreement.difference(new double[] {Double.NaN}, one)).isInfinite();
    assertThat(Agreement.difference(one, new double[] {Double.NaN})).isInfinite();
    assertThat(Agreement.difference(one, new double[] {0})).isInfinite();
  }
}
