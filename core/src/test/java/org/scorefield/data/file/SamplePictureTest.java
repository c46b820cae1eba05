package org.scorefield.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;

class SamplePictureTest {
  @TempDir private Path directory;

  private static int level(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }

  @Test
  void picturesReadFromBytesAreDrawnAsTheSameBytes() throws IOException {
    byte[] bytes = new byte[3 * 256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7 + i / 256);
    }
    for (int channels : new int[] {1, 3}) {
      Shape shape = Shape.image(channels, 16, 48 / channels);
      Batch batch = Dataset.ofPixels("all", shape, bytes).all();
      Path folder = Files.createDirectory(directory.resolve("p" + channels));
      Path file = folder.resolve("p.png");
      PictureGrid.single().write(file, batch);
      assertThat(Pictures.ofFolder("back", folder).all()).isEqualTo(batch);
    }
  }

  @Test
  void picturesStandInRowsOfColumnsEnlargedOnWhite() throws IOException {
    Batch three = Batch.copyOf(Shape.image(1, 1, 2), new double[] {-1, 0, 1, -0.5, 0.5, -1.0});
    BufferedImage sheet =
        ImageIO.read(new ByteArrayInputStream(new PictureGrid(2, 3, 1, -1, 1).png(three)));
    assertThat(sheet.getWidth()).isEqualTo(2 * 6 + 1);
    assertThat(sheet.getHeight()).isEqualTo(2 * 3 + 1);
    int[] middle = {0, 128, 255, 64, 191, 0};
    for (int i = 0; i < 3; i++) {
      for (int x = 0; x < 6; x++) {
        for (int y = 0; y < 3; y++) {
          assertThat(level(sheet, i % 2 * 7 + x, i / 2 * 4 + y)).isEqualTo(middle[2 * i + x / 3]);
        }
      }
    }
    for (int y = 0; y < 7; y++) {
      assertThat(level(sheet, 6, y)).isEqualTo(255);
    }
    assertThat(level(sheet, 12, 6)).as("the free place").isEqualTo(255);
  }

  @Test
  void valuesOutsideTheRangeAreClippedAndNanIsBlack() {
    Batch wild =
        Batch.copyOf(
            Shape.image(1, 1, 5),
            new double[] {-7, 1e300, Double.NaN, Double.NEGATIVE_INFINITY, 5});
    BufferedImage drawn = PictureGrid.single().draw(wild);
    int[] expected = {0, 255, 0, 0, 255};
    for (int x = 0; x < 5; x++) {
      assertThat(level(drawn, x, 0)).isEqualTo(expected[x]);
    }
    Batch ownUnits = Batch.copyOf(Shape.image(1, 1, 3), new double[] {0, 8, 16});
    BufferedImage scaled = new PictureGrid(1, 1, 0, 0, 16).draw(ownUnits);
    assertThat(new int[] {level(scaled, 0, 0), level(scaled, 1, 0), level(scaled, 2, 0)})
        .containsExactly(0, 128, 255);
  }

  @Test
  void colourIsRedGreenBlue() {
    Batch orange = Batch.copyOf(Shape.image(3, 1, 1), new double[] {1, 0, -1});
    assertThat(PictureGrid.single().draw(orange).getRGB(0, 0)).isEqualTo(0xFFFF8000);
  }

  @Test
  void fittingChoosesByShape() {
    assertThat(SamplePicture.fitting(Batch.zeros(Shape.image(1, 8, 8), 10)))
        .hasValue(PictureGrid.of(4, 8));
    assertThat(SamplePicture.fitting(Batch.zeros(Shape.vector(2), 10)).orElseThrow())
        .isInstanceOf(ScatterPicture.class);
    assertThat(SamplePicture.fitting(Batch.zeros(Shape.vector(3), 10))).isEmpty();
    assertThat(SamplePicture.fitting(Batch.zeros(Shape.image(1, 8, 8), 0))).isEmpty();
  }

  @Test
  void pointsAreDrawnWhereTheyAreUpIsUp() {
    ScatterPicture scatter = new ScatterPicture(100, 0, 0, 10);
    Batch points =
        Batch.copyOf(
            Shape.vector(2),
            new double[] {2.05, 8.95, 7.05, 1.05, 7.05, 1.05, 11, 5, Double.NaN, 1, 0, 0.01});
    BufferedImage drawn = scatter.draw(points);
    assertThat(level(drawn, 20, 10)).isEqualTo((int) Math.rint(255 * 0.6));
    assertThat(level(drawn, 70, 89)).isEqualTo((int) Math.rint(255 * 0.36));
    assertThat(level(drawn, 0, 99)).isEqualTo((int) Math.rint(255 * 0.6));
    int dark = 0;
    for (int i = 0; i < 100 * 100; i++) {
      dark += level(drawn, i % 100, i / 100) < 255 ? 1 : 0;
    }
    assertThat(dark).isEqualTo(5 + 5 + 3);
  }

  @Test
  void theFittingWindowHoldsAllFinitePoints() {
    Batch points =
        Batch.copyOf(Shape.vector(2), new double[] {-3, 100, 7, 101, Double.POSITIVE_INFINITY, 0});
    ScatterPicture window = ScatterPicture.fitting(points);
    assertThat(window.width()).isEqualTo(11);
    assertThat(window.left()).isEqualTo(-3.5);
    assertThat(window.bottom()).isEqualTo(95);
    assertThat(ScatterPicture.fitting(Batch.zeros(Shape.vector(2), 5)).width()).isEqualTo(1);
    assertThat(ScatterPicture.fitting(Batch.zeros(Shape.vector(2), 0)).width()).isEqualTo(2);
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> PictureGrid.single().draw(Batch.zeros(Shape.vector(4), 1)))
        .hasMessageContaining("height x width");
    assertThatThrownBy(() -> PictureGrid.of(1, 100_000).draw(Batch.zeros(Shape.image(1, 9, 9), 1)))
        .hasMessageContaining("900000 x 900000");
    assertThatThrownBy(() -> new PictureGrid(0, 1, 0, -1, 1)).hasMessageContaining("columns");
    assertThatThrownBy(() -> new PictureGrid(1, 1, 0, 1, 1)).hasMessageContaining("low");
    assertThatThrownBy(() -> new ScatterPicture(100, 0, 0, 0)).hasMessageContaining("width");
  }
}
