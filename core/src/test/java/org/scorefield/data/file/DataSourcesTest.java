package org.scorefield.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;
import org.scorefield.data.Labelled;

class DataSourcesTest {
  private static final Batch TWO = Batch.copyOf(Shape.vector(2), new double[] {1, 2, 3, 4});

  @TempDir private Path directory;

  private static Dataset open(Path path) {
    return DataSources.standard().open(path.toString());
  }

  /// Facts of the dataset's description: 1,797 rows, about 180 of each digit, values 0..16.
  @Test
  void digitsAreInside() {
    Labelled digits = (Labelled) DataSources.standard().open("digits");
    assertThat(digits.size()).isEqualTo(1797);
    assertThat(digits.shape()).isEqualTo(Shape.image(1, 8, 8));
    assertThat(digits.classes()).isEqualTo(10);
    int[] counts = new int[10];
    for (int i = 0; i < digits.size(); i++) {
      counts[digits.label(i)]++;
    }
    assertThat(counts).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    double[] values = digits.all().toArray();
    assertThat(values).contains(-1, 1);
    for (double v : values) {
      assertThat(v).isBetween(-1.0, 1.0).isEqualTo(Math.rint(8 * v) / 8);
    }
    // The first row of the file starts 0,0,5,13,9,1,0,0 and shows a 0.
    assertThat(java.util.Arrays.copyOf(digits.all().row(0), 8))
        .containsExactly(-1, -1, 5 / 8.0 - 1, 13 / 8.0 - 1, 9 / 8.0 - 1, 1 / 8.0 - 1, -1, -1);
    assertThat(digits.label(0)).isZero();
  }

  @Test
  void everyFormatIsToldByItsExtensionAndByItsContent() throws IOException, SQLException {
    Path csv = Files.writeString(directory.resolve("t.csv"), "a,b\n1,2\n3,4\n");
    Path npy = directory.resolve("t.npy");
    NpyWriter.write(npy, TWO);
    Path parquet = directory.resolve("t.parquet");
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM (VALUES (1, 2), (3, 4)) t(a, b)) TO '%s' (FORMAT parquet)"
              .formatted(parquet));
    }
    Path packed = directory.resolve("t.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(csv, out);
    }
    for (Path file : List.of(csv, npy, parquet, packed)) {
      assertThat(open(file).all()).isEqualTo(TWO);
      assertThat(open(file).name()).isEqualTo(file.getFileName().toString());
      Path nameless = Files.copy(file, directory.resolve("x" + file.getFileName().hashCode()));
      assertThat(open(nameless).all()).isEqualTo(TWO);
    }
  }

  @Test
  void picturesAndArchivesAreToldApart() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Path picture = folder.resolve("a.png");
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY), "png", picture.toFile());
    assertThat(open(folder).shape()).isEqualTo(Shape.image(1, 2, 2));
    Path zip = directory.resolve("pictures.zip");
    Path npz = directory.resolve("arrays.npz");
    Path npy = directory.resolve("a.npy");
    NpyWriter.write(npy, TWO);
    try (ZipOutputStream pictures = new ZipOutputStream(Files.newOutputStream(zip));
        ZipOutputStream arrays = new ZipOutputStream(Files.newOutputStream(npz))) {
      pictures.putNextEntry(new ZipEntry("a.png"));
      Files.copy(picture, pictures);
      arrays.putNextEntry(new ZipEntry("arr_0.npy"));
      Files.copy(npy, arrays);
    }
    assertThat(open(zip).shape()).isEqualTo(Shape.image(1, 2, 2));
    assertThat(open(npz).all()).isEqualTo(TWO);
    assertThatThrownBy(() -> open(picture))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is one picture");
  }

  @Test
  void idxPicturesBringTheLabelsBesideThem() throws IOException {
    Path images = directory.resolve("some-images-idx3-ubyte");
    Files.write(images, new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9});
    assertThat(open(images)).isNotInstanceOf(Labelled.class);
    Files.write(
        directory.resolve("some-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 4});
    assertThat(open(images))
        .isInstanceOfSatisfying(Labelled.class, l -> assertThat(l.label(0)).isEqualTo(4));
  }

  @Test
  void aWrongExtensionIsRefusedNotGuessed() throws IOException {
    Path file = Files.writeString(directory.resolve("t.npy"), "1,2\n3,4\n");
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no NPY file");
    Path binary = Files.write(directory.resolve("t.bin"), new byte[] {1, 2, 3, 0, 5});
    assertThatThrownBy(() -> open(binary))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no format known", "Parquet");
    Path empty = Files.write(directory.resolve("empty"), new byte[0]);
    assertThatThrownBy(() -> open(empty)).isInstanceOf(DataException.class);
  }

  @Test
  void unknownNamesListWhatIsKnownAndTheNearest() {
    assertThatThrownBy(() -> DataSources.standard().open("fashon-mnist"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "Did you mean 'fashion-mnist'?", "digits, fashion-mnist, fashion-mnist-test", "NPZ");
    assertThatThrownBy(() -> DataSources.standard().open("Digits"))
        .hasMessageContaining("Did you mean 'digits'?");
    assertThatThrownBy(() -> DataSources.standard().open("quite-another-thing"))
        .isInstanceOf(DataException.class)
        .hasMessageNotContaining("Did you mean");
    assertThatThrownBy(() -> DataSources.standard().open(" "))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("digits");
    assertThatThrownBy(() -> DataSources.standard().open("a\0b")).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> DataSources.standard().open("x#y")).isInstanceOf(DataException.class);
  }

  @Test
  void aMisspeltPathNamesTheFileBesideIt() throws IOException {
    Path file = Files.writeString(directory.resolve("training-set.csv"), "1\n");
    assertThatThrownBy(() -> open(directory.resolve("trainingset.csv")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Did you mean '" + file + "'?");
  }

  @Test
  void furtherNamesAreComposedNotRegistered() {
    DataSources more =
        DataSources.standard()
            .with(
                List.of(
                    new DataSources.Named(
                        "moons", "two moons", () -> Dataset.of("moons", "none", TWO))));
    assertThat(more.open("moons").all()).isEqualTo(TWO);
    assertThatThrownBy(() -> more.open("mons")).hasMessageContaining("Did you mean 'moons'?");
    assertThatThrownBy(() -> DataSources.standard().open("moons"))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> more.with(more.named().subList(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two datasets of one name");
  }
}
