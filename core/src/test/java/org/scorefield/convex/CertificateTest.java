package org.scorefield.convex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.scorefield.convex.Certificate.Scope;

class CertificateTest {

  @Test
  void gapIsRelativeToTheLargerValue() {
    Certificate certificate = new Certificate(-4, -5, Scope.NETWORK);
    assertThat(certificate.gap()).isEqualTo(1);
    assertThat(certificate.relativeGap()).isCloseTo(0.2, within(1e-15));
    assertThat(certificate.within(0.2)).isTrue();
    assertThat(certificate.within(0.19)).isFalse();
  }

  @Test
  void roundingLeavesNoNegativeGap() {
    assertThat(new Certificate(1, 1 + 1e-15, Scope.NETWORK).gap()).isZero();
    assertThat(new Certificate(0, 0, Scope.NETWORK).relativeGap()).isZero();
  }

  @Test
  void withoutABoundNothingIsCertified() {
    Certificate none = new Certificate(1, Double.NEGATIVE_INFINITY, Scope.GIVEN_GATES);
    assertThat(none.within(0.999)).isFalse();
  }

  @Test
  void wordsSayAmongWhichCompetitors() {
    assertThat(new Certificate(1, 1, Scope.GIVEN_GATES).words()).contains("other gates");
    assertThat(new Certificate(1, 1, Scope.NETWORK).words()).contains("any width");
  }

  @Test
  void refusesWhatIsNoBound() {
    assertThatThrownBy(() -> new Certificate(Double.NaN, 0, Scope.NETWORK))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Certificate(1, Double.POSITIVE_INFINITY, Scope.NETWORK))
        .hasMessageContaining("Infinity");
  }
}
