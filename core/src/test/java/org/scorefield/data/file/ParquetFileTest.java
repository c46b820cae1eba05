package org.scorefield.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;

class ParquetFileTest {
  @TempDir private Path directory;

  private Path write(String name, String select) throws SQLException {
    Path file = directory.resolve(name);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (%s) TO '%s' (FORMAT parquet)"
              .formatted(select, file.toString().replace("'", "''")));
    }
    return file;
  }

  private static void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> ParquetFile.read("p", file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void everyNumericTypeIsRead() throws SQLException {
    Path file =
        write(
            "types.parquet",
            "SELECT 1::TINYINT a, 2::UBIGINT b, -3::BIGINT c, 0.5::FLOAT d, 0.1::DOUBLE e,"
                + " 1.25::DECIMAL(9,2) f, 7::SMALLINT g, 8::UINTEGER h");
    assertThat(ParquetFile.read("p", file).all())
        .isEqualTo(Batch.copyOf(Shape.vector(8), new double[] {1, 2, -3, 0.5, 0.1, 1.25, 7, 8}));
  }

  @Test
  void rowsKeepTheirOrder() throws SQLException {
    Path file = write("rows.parquet", "SELECT i x, i * i y FROM range(300000) t(i)");
    Batch batch = ParquetFile.read("p", file).all();
    assertThat(batch.count()).isEqualTo(300_000);
    for (int i = 0; i < batch.count(); i += 997) {
      assertThat(batch.row(i)).containsExactly(i, (double) i * i);
    }
  }

  @Test
  void namesOfFilesAndColumnsAreNeverTakenForSql() throws SQLException {
    Path file = write("it's; DROP TABLE x --.parquet", "SELECT 1 AS \"a\"\"b'; --\", 2 AS \"é ü\"");
    assertThat(ParquetFile.read("p", file).all().toArray()).containsExactly(1, 2);
  }

  @Test
  void columnsThatAreNotNumbersAreNamed() throws SQLException {
    assertRefused(write("t.parquet", "SELECT 1 a, 'x' b"), "column 2 'b'", "VARCHAR");
    assertRefused(write("t.parquet", "SELECT [1, 2] a"), "column 1 'a'", "INTEGER[]");
    assertRefused(write("t.parquet", "SELECT DATE '2020-01-01' a"), "column 1 'a'", "DATE");
  }

  @Test
  void emptyAndInfiniteCellsAreNamed() throws SQLException {
    assertRefused(
        write("t.parquet", "SELECT * FROM (VALUES (1, 2), (3, NULL)) t(a, b)"),
        "row 2, column 2 'b'",
        "empty");
    assertRefused(write("t.parquet", "SELECT 'NaN'::DOUBLE a"), "row 1, column 1 'a'", "NaN");
    assertRefused(write("t.parquet", "SELECT '-inf'::FLOAT a"), "row 1, column 1 'a'", "-Infinity");
    assertRefused(write("t.parquet", "SELECT 1 a WHERE false"), "no rows");
  }

  @Test
  void badFilesAreNamed() throws SQLException, IOException {
    byte[] whole = Files.readAllBytes(write("t.parquet", "SELECT i x FROM range(10) t(i)"));
    Path part = Files.write(directory.resolve("part.parquet"), Arrays.copyOf(whole, 60));
    assertRefused(part, "part.parquet", "damaged");
    assertRefused(directory.resolve("gone.parquet"), "gone.parquet", "cannot be read");
    assertRefused(write("*.parquet", "SELECT 1 x"), "rename");
  }

  @Test
  void aMissingDriverNamesTheCure() throws SQLException {
    Path file = write("t.parquet", "SELECT 1 x");
    assertThatThrownBy(() -> ParquetFile.read("p", file, "jdbc:absent:"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("org.duckdb:duckdb_jdbc");
  }
}
