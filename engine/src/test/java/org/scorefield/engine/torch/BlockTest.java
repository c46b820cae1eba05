package org.scorefield.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {

  @Test
  void samplesGoWhereTheCommonestMarkIs() {
    assertThat(Block.commonest(new long[] {1, 1, 2, 3, 2, 2}))
        .isEqualTo(new Block(6, new int[] {2, 4, 5}));
    assertThat(Block.commonest(new long[] {7, 8, 7, 8})).isEqualTo(new Block(4, new int[] {0, 2}));
  }

  @Test
  void whatIsPutInComesOut() {
    Block block = new Block(4, new int[] {1, 3});
    double[] samples = {1, 2, 3, 4, 5, 6};
    float[] rows = block.filled(samples, 1, 2, 2);
    assertThat(rows).containsExactly(0, 0, 3, 4, 0, 0, 5, 6);
    double[] back = new double[6];
    block.read(rows, back, 1, 2, 2);
    assertThat(back).containsExactly(0, 0, 3, 4, 5, 6);
  }

  @Test
  void theShortestBlockThatHoldsTheSamplesTakesThem() {
    Block two = new Block(4, new int[] {1, 3});
    Block five = new Block(8, new int[] {0, 1, 2, 3, 4});
    Blocks blocks = new Blocks(false, List.of(five, two));
    assertThat(blocks.taking(1)).isEqualTo(two);
    assertThat(blocks.taking(3)).isEqualTo(five);
    assertThat(blocks.taking(100)).isEqualTo(five);
  }
}
