package org.scorefield.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.scorefield.sampling.solver.EulerAncestral;
import org.scorefield.sampling.solver.Heun;

class MethodTest {
  @Test
  void everyMethodIsFoundByItsName() {
    assertThat(Method.ALL)
        .isNotEmpty()
        .allSatisfy(method -> assertThat(Method.parse(method.name())).isEqualTo(method));
    assertThat(Method.parse("gaussian-exp-3")).isEqualTo(new Method.GaussianPart(3, false));
    assertThatThrownBy(() -> Method.parse("dpmp-2m"))
        .hasMessageContaining("did you mean 'dpmpp-2m'");
  }

  @Test
  void whatDoesNotFitSaysWhy() {
    Method heun = new Method.Standard(new Heun());
    assertThat(heun.fits(3)).isTrue();
    assertThat(heun.fits(2)).isFalse();
    assertThatThrownBy(() -> heun.requireFit(2)).hasMessageContaining("allow at least 3");
    Method random = new Method.Standard(new EulerAncestral());
    assertThat(random.fits(100)).isFalse();
    assertThatThrownBy(() -> random.requireFit(100)).hasMessageContaining("draws noise");
    assertThat(new Method.Learning().fits(2)).isTrue();
    assertThatThrownBy(() -> new Method.Learning().requireFit(1)).hasMessageContaining("got 1");
  }
}
