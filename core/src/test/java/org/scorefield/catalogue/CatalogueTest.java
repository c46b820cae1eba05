package org.scorefield.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final Catalogue<String> TREES =
      new Catalogue<>("tree", List.of("oak", "beech", "larch"), Function.identity());

  @Test
  void findsByTheWholeName() {
    assertThat(TREES.named("beech")).contains("beech");
    assertThat(TREES.parse("larch")).isEqualTo("larch");
    assertThat(TREES.named("Beech")).isEmpty();
    assertThat(TREES.named("bee")).isEmpty();
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnesAndTheNearest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TREES.parse("beach"))
        .withMessage(
            "there is no tree 'beach' (did you mean 'beech'?); known are oak, beech, larch");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TREES.parse("sycamore"))
        .withMessage("there is no tree 'sycamore'; known are oak, beech, larch");
  }

  @Test
  void argumentsDoNotCountAsSpelling() {
    assertThat(Catalogue.unknown("grid", "roh:5.25", List.of("log-uniform", "rho:R")))
        .hasMessageContaining("did you mean 'rho:R'?");
  }

  @Test
  void noTwoEntriesShareAName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Catalogue<>("tree", List.of("oak", "oak"), Function.identity()))
        .withMessageContaining("two entries of one name among the trees");
  }

  @Test
  void theNearestNameIsTheOneOfFewestEdits() {
    List<String> names = List.of("euler", "heun", "lms-3");
    assertThat(NearestName.of("huen", names)).contains("heun");
    assertThat(NearestName.of("EULER", names)).contains("euler");
    assertThat(NearestName.of("lms-4", names)).contains("lms-3");
    assertThat(NearestName.of("runge-kutta", names)).isEmpty();
    assertThat(NearestName.of("ab", List.of("ac", "ad"))).contains("ac");
    assertThat(NearestName.of("x", List.of())).isEmpty();
  }
}
