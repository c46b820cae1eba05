package org.scorefield.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.random.NoiseKey;

class DatasetTest {
  private static final Batch SIX =
      Batch.copyOf(Shape.vector(2), new double[] {0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51});

  private static Dataset six() {
    return Dataset.of("six", "none", SIX);
  }

  private static Dataset counting(int n) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> i);
    return Dataset.of("counting", "none", Batch.adopt(Shape.vector(1), values));
  }

  @Test
  void pixelsAreBytesMappedToMinusOneToOne() {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    Dataset pixels = Dataset.ofPixels("ramp", Shape.image(1, 2, 2), all);
    assertThat(pixels.size()).isEqualTo(64);
    double[] values = pixels.all().toArray();
    for (int i = 0; i < 256; i++) {
      assertThat(values[i]).isEqualTo(i / 127.5 - 1);
    }
    assertThat(values[0]).isEqualTo(-1);
    assertThat(values[255]).isEqualTo(1);
    assertThat(pixels.rows(63, 1).row(0)).containsExactly(Arrays.copyOfRange(values, 252, 256));
    assertThatThrownBy(() -> pixels.rows(63, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void selectTakesRowsInAnyOrderAndMoreThanOnce() {
    Batch expected =
        Batch.copyOf(Shape.vector(2), new double[] {40, 41, 10, 11, 20, 21, 30, 31, 10, 11});
    assertThat(six().select(4, 1, 2, 3, 1)).isEqualTo(expected);
    assertThat(six().select().count()).isZero();
  }

  @Test
  void subsetIsAViewThatKeepsLabels() {
    Labelled labelled = Labelled.of(six(), new int[] {0, 1, 2, 0, 1, 2}, 4);
    Dataset subset = Subset.of("part", labelled, 5, 0, 1);
    assertThat(subset.all()).isEqualTo(six().select(5, 0, 1));
    assertThat(subset.rows(1, 2)).isEqualTo(SIX.slice(0, 2));
    assertThat(subset.select(2, 0)).isEqualTo(six().select(1, 5));
    assertThat(subset)
        .isInstanceOfSatisfying(
            Labelled.class,
            part -> {
              assertThat(part.classes()).isEqualTo(4);
              assertThat(List.of(part.label(0), part.label(1), part.label(2)))
                  .containsExactly(2, 0, 1);
            });
    assertThat(Subset.of("part", six(), 1)).isNotInstanceOf(Labelled.class);
  }

  @Test
  void subsetAndLabelsRefuseWhatDoesNotFit() {
    assertThatThrownBy(() -> Subset.of("part", six(), 6)).hasMessageContaining("0..5");
    assertThatThrownBy(() -> Labelled.of(six(), new int[5], 2)).hasMessageContaining("5 labels");
    assertThatThrownBy(() -> Labelled.of(six(), new int[] {0, 0, 0, 2, 0, 0}, 2))
        .hasMessageContaining("label 2 of row 3");
  }

  @Test
  void splitPutsEveryRowInExactlyOnePart() {
    Split split = Split.of(counting(1000), 200, NoiseKey.of(7));
    assertThat(split.heldOut().size()).isEqualTo(200);
    assertThat(split.train().size()).isEqualTo(800);
    List<Double> seen = new ArrayList<>();
    split.train().forEachBlock(37, block -> addAll(seen, block));
    split.heldOut().forEachBlock(37, block -> addAll(seen, block));
    assertThat(seen.stream().distinct().count()).isEqualTo(1000);
    assertThat(split.heldOut().all().toArray()).isSorted();
    assertThat(split.train().all().toArray()).isSorted();
  }

  private static void addAll(List<Double> seen, Batch block) {
    for (double v : block.toArray()) {
      seen.add(v);
    }
  }

  @Test
  void splitDependsOnTheKeyAlone() {
    double[] a = Split.of(counting(100), 20, NoiseKey.of(1)).heldOut().all().toArray();
    assertThat(Split.fraction(counting(100), 0.2, NoiseKey.of(1)).heldOut().all().toArray())
        .containsExactly(a);
    assertThat(Split.of(counting(100), 20, NoiseKey.of(2)).heldOut().all().toArray())
        .isNotEqualTo(a);
    assertThat(Split.of(counting(100), 50, NoiseKey.of(1)).heldOut().all().toArray()).contains(a);
  }

  @Test
  void randomRowsAscendAndAreAllThereAreIfAsManyAreWanted() {
    Dataset some = RandomRows.atMost(30, counting(100), NoiseKey.of(1));
    assertThat(some.all().toArray()).hasSize(30).isSorted().doesNotHaveDuplicates();
    double[] fewer = RandomRows.atMost(20, counting(100), NoiseKey.of(1)).all().toArray();
    assertThat(some.all().toArray()).contains(fewer);
    Dataset six = six();
    assertThat(RandomRows.atMost(6, six, NoiseKey.of(1))).isSameAs(six);
    assertThat(RandomRows.indices(6, 6, NoiseKey.of(1))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThatThrownBy(() -> RandomRows.indices(6, 7, NoiseKey.of(1)))
        .hasMessageContaining("7 of 6");
  }

  @Test
  void splitHoldsOutRowsFromAllOverTheData() {
    // Under a fair cut the mean index of m of n rows is (n-1)/2 +- n/sqrt(12 m) sqrt(1 - m/n).
    int n = 10_000;
    int m = 2_000;
    double mean =
        Arrays.stream(Split.of(counting(n), m, NoiseKey.of(3)).heldOut().all().toArray())
            .average()
            .orElseThrow();
    double standardError = n / Math.sqrt(12.0 * m) * Math.sqrt(1 - (double) m / n);
    assertThat(Math.abs(mean - (n - 1) / 2.0)).isLessThan(3.5 * standardError);
  }

  @Test
  void splitRefusesAnEmptyPart() {
    for (int heldOut : new int[] {-1, 0, 6, 7}) {
      assertThatThrownBy(() -> Split.of(six(), heldOut, NoiseKey.of(1)))
          .hasMessageContaining("1..5");
    }
    for (double fraction : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatThrownBy(() -> Split.fraction(six(), fraction, NoiseKey.of(1)))
          .hasMessageContaining("strictly between 0 and 1");
    }
  }

  /// Golden number: Python's hashlib over the documented canonical form.
  @Test
  void contentHashIsSha256OfTheCanonicalForm() {
    Batch batch = Batch.copyOf(Shape.vector(3), new double[] {0, 1.5, -2, 3, 4, 5});
    assertThat(ContentHash.of(Dataset.of("any", "any", batch)).hex()).isEqualTo(GOLDEN);
    Batch negativeZero = Batch.copyOf(Shape.vector(3), new double[] {-0.0, 1.5, -2, 3, 4, 5});
    assertThat(ContentHash.of(Dataset.of("other", "other", negativeZero)).hex()).isEqualTo(GOLDEN);
  }

  private static final String GOLDEN =
      "7503cf470426186a87b580e817a9dbc342206d72c18327a76de9cf50b5ca0fc2";

  @Test
  void contentHashSeesValuesShapeAndOrderButNotStorage() {
    byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7};
    double[] doubles = {0, 1, 2, 3, 4, 5, 6, 7};
    ContentHash ofBytes =
        ContentHash.of(Dataset.ofBytes("b", "none", Shape.vector(4), bytes, v -> v));
    ContentHash ofDoubles =
        ContentHash.of(Dataset.of("d", "none", Batch.adopt(Shape.vector(4), doubles)));
    assertThat(ofBytes).isEqualTo(ofDoubles);
    assertThat(
            ContentHash.of(Dataset.of("d", "none", Batch.adopt(Shape.of(2, 2), doubles.clone()))))
        .isNotEqualTo(ofDoubles);
    assertThat(
            ContentHash.of(Dataset.of("d", "none", Batch.adopt(Shape.vector(2), doubles.clone()))))
        .isNotEqualTo(ofDoubles);
    assertThat(ContentHash.of(Subset.of("swapped", Dataset.of("d", "none", SIX), 1, 0)))
        .isNotEqualTo(ContentHash.of(Subset.of("plain", Dataset.of("d", "none", SIX), 0, 1)));
  }
}
