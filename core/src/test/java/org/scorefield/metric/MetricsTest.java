package org.scorefield.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricsTest {

  @Test
  void numbersAreReadFromNames() {
    assertThat(Metrics.named("frechet-pca:7")).isEqualTo(Frechet.pca(7));
    assertThat(Metrics.named("frechet-inf-pca:7")).isEqualTo(Frechet.pca(7).toInfinity());
    assertThat(Metrics.named("precision:10").name()).isEqualTo("precision:10");
    assertThat(Metrics.named("sliced-w2:32").name()).isEqualTo("sliced-w2:32");
  }

  @Test
  void anUnknownNameListsTheKnownAndTheNearest() {
    assertThatThrownBy(() -> Metrics.named("frechet-pac:50"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no metric 'frechet-pac:50' (did you mean 'frechet-pca:k'?)")
        .hasMessageContaining("memorisation");
    assertThatThrownBy(() -> Metrics.named("presicion"))
        .hasMessageContaining("did you mean 'precision'?");
    assertThatThrownBy(() -> Metrics.named("energy:3"))
        .hasMessageContaining("did you mean 'energy'?");
  }

  @Test
  void badNumbersAreNamed() {
    assertThatThrownBy(() -> Metrics.named("frechet-pca"))
        .hasMessageContaining("frechet-pca needs a whole number after a colon");
    assertThatThrownBy(() -> Metrics.named("frechet-pca:ten")).hasMessageContaining("whole number");
    assertThatThrownBy(() -> Metrics.named("frechet-pca:0"))
        .hasMessageContaining("must be at least 1, got 0");
    assertThatThrownBy(() -> Metrics.named("c2st-knn:4")).hasMessageContaining("odd");
  }

  @Test
  void betterKnowsItsDirection() {
    assertThat(Better.SMALLER.prefers(1, 2, 0)).isTrue();
    assertThat(Better.LARGER.prefers(1, 2, 1)).isFalse();
    assertThat(Better.TARGET.prefers(0.49, 0.6, 0.5)).isTrue();
    assertThat(Better.TARGET.prefers(Double.NaN, 0.6, 0.5)).isFalse();
  }
}
