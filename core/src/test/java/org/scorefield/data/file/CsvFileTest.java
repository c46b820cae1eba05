package org.scorefield.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.random.Noise;

class CsvFileTest {
  @TempDir private Path directory;

  private Batch read(String text) throws IOException {
    return CsvFile.read("table", Files.writeString(directory.resolve("table.csv"), text)).all();
  }

  private void assertRefused(String text, String... parts) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("table.csv");
  }

  @Test
  void aFirstLineOfWordsIsAHeaderAndOfNumbersIsData() throws IOException {
    Batch expected = Batch.copyOf(Shape.vector(2), new double[] {1, -2.5, 3e2, 0.25});
    assertThat(read("a,b\n1,-2.5\n3e2,.25\n")).isEqualTo(expected);
    assertThat(read("1,-2.5\n3e2,.25")).isEqualTo(expected);
    assertThat(read("\uFEFFa,b\r\n1,-2.5\r\n\r\n3e2,.25\r\n")).isEqualTo(expected);
    assertThat(read("\"a, b\",c\n 1 ,\"-2.5\"\n+300,0.25\n")).isEqualTo(expected);
    assertThat(read("a;b\n1;-2.5\n3e2;.25\n")).isEqualTo(expected);
    assertThat(read("a\tb\n1\t-2.5\n3e2\t.25\n")).isEqualTo(expected);
    assertThat(read("1 -2.5\n3e2 .25\n")).isEqualTo(expected);
  }

  @Test
  void pandasColumnsWithoutNamesAreAHeader() throws IOException {
    assertThat(read("0,1,2\n5,6,7\n").toArray()).containsExactly(5, 6, 7);
    assertThat(read("0,1\n5,6\n").count()).isEqualTo(2);
  }

  @Test
  void textIsRefusedWithRowColumnAndName() {
    assertRefused("age,height\n1,2\n3,tall\n", "row 2 (line 3)", "column 2 'height'", "'tall'");
    assertRefused("1,2\n3,x\n", "row 2 (line 2), column 2:", "'x'");
    assertRefused("1,x\n3,4\n", "row 1 (line 1), column 2", "'x'");
    assertRefused("a,b\n1,\n", "column 2 'b'", "empty");
    for (String cell : List.of("0x1p3", "1d", "1f", "1,5", "--1", "1e", "1_000", "٣")) {
      assertRefused("a;b\n1;" + cell + "\n", "row 1 (line 2)", "column 2 'b'", cell);
    }
  }

  @Test
  void nanAndInfinityAreRefusedWithRowColumnAndName() {
    for (String cell : List.of("NaN", "nan", "NA", "inf", "-Infinity", "1e999", "?")) {
      assertRefused("a,b\n1,2\n" + cell + ",3\n", "row 2 (line 3)", "column 1 'a'", cell);
    }
    assertRefused("nan,nan\n1,2\n", "row 1 (line 1), column 1", "nan");
  }

  @Test
  void raggedRowsAreRefused() {
    assertRefused("a,b\n1,2\n3\n", "row 2 (line 3)", "has 1 cells", "has 2");
    assertRefused("a,b\n1,2\n3,4,5\n", "row 2 (line 3)", "has 3 cells");
  }

  @Test
  void aTableWithoutRowsIsRefused() {
    assertRefused("", "no rows");
    assertRefused("\n\n", "no rows");
    assertRefused("a,b\n", "no rows");
  }

  @Test
  void anUnclosedQuoteIsRefused() {
    assertThatThrownBy(() -> read("a,b\n1,\"2\n3,4\n")).isInstanceOf(DataException.class);
  }

  @Test
  void constantColumnsAndDuplicateRowsAreData() throws IOException {
    assertThat(read("a,b\n7,1\n7,1\n7,2\n").toArray()).containsExactly(7, 1, 7, 1, 7, 2);
  }

  @Test
  void manyRowsAreKeptInOrder() throws IOException {
    StringBuilder text = new StringBuilder("x,y,z\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i).append(',').append(-i).append(',').append(i / 8.0).append('\n');
    }
    Batch batch = read(text.toString());
    assertThat(batch.count()).isEqualTo(5000);
    for (int i = 0; i < 5000; i++) {
      assertThat(batch.row(i)).containsExactly(i, -i, i / 8.0);
    }
  }

  @Test
  void whatIsWrittenReadsBackBitForBit() throws IOException {
    Batch samples = Noise.of(5, 100).normal(Shape.vector(7)).times(1e-7);
    Path file = directory.resolve("out.csv");
    CsvWriter.write(file, samples);
    assertThat(CsvFile.read("out", file).all()).isEqualTo(samples);
    assertThat(Files.readString(file)).startsWith("x1,x2,x3,x4,x5,x6,x7");
    CsvWriter.write(file, samples.slice(0, 1).reshape(Shape.vector(7)), names(7));
    assertThat(Files.readString(file)).startsWith("\"a,1\",\"a,2\"");
    assertThatThrownBy(() -> CsvWriter.write(file, samples, names(6)))
        .hasMessageContaining("6 names for 7 columns");
  }

  private static List<String> names(int n) {
    return java.util.stream.IntStream.rangeClosed(1, n).mapToObj(j -> "a," + j).toList();
  }
}
