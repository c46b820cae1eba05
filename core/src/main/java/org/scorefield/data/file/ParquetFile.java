package org.scorefield.data.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

/// A table of numbers in Apache Parquet, read by DuckDB through plain JDBC. All columns must be
/// numeric and all cells finite.
final class ParquetFile {
  private static final Pattern NUMERIC =
      Pattern.compile(
          "U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL(\\(.*\\))?");

  private final Path file;
  private final Connection connection;

  private ParquetFile(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  static boolean matches(byte[] head) {
    return head.length >= 4 && head[0] == 'P' && head[1] == 'A' && head[2] == 'R' && head[3] == '1';
  }

  static Dataset read(String name, Path file) {
    return read(name, file, "jdbc:duckdb:");
  }

  /// @param url the database to read through
  static Dataset read(String name, Path file, String url) {
    if (!Files.isReadable(file)) {
      throw new DataException(file.toString(), "cannot be read", "check the path and permissions");
    }
    if (file.toString().chars().anyMatch(c -> "*?[]{}".indexOf(c) >= 0)) {
      throw new DataException(
          file.toString(),
          "has one of * ? [ ] { } in its path, which the Parquet reader takes for a pattern",
          "rename it");
    }
    try (Connection connection = connect(file, url)) {
      return Dataset.of(name, "as in the file", new ParquetFile(file, connection).samples());
    } catch (SQLException e) {
      throw Source.damaged(file.toString(), e);
    }
  }

  private static Connection connect(Path file, String url) throws SQLException {
    Properties settings = new Properties();
    // Rows come in pieces instead of all at once, and no extension is ever fetched from the
    // network.
    settings.setProperty("jdbc_stream_results", "true");
    settings.setProperty("autoinstall_known_extensions", "false");
    try {
      return DriverManager.getConnection(url, settings);
    } catch (SQLException e) {
      if (!"08001".equals(e.getSQLState())) {
        throw e;
      }
      throw new DataException(
          file.toString(),
          "cannot be read: the DuckDB driver is not on the class path",
          "add org.duckdb:duckdb_jdbc, or convert the file to CSV or NPY",
          e);
    }
  }

  private Batch samples() throws SQLException {
    List<String> columns = columns();
    long rows = count();
    int d = columns.size();
    if (rows == 0) {
      throw new DataException(file.toString(), "holds no rows", "give at least one row");
    }
    if (rows > (Integer.MAX_VALUE - 8) / d) {
      throw new DataException(
          file.toString(), "holds " + rows + " rows, more than one array holds", "split the file");
    }
    double[] values = new double[(int) rows * d];
    String query =
        columns.stream()
            .map(column -> "CAST(" + quoted(column) + " AS DOUBLE)")
            .collect(Collectors.joining(", ", "SELECT ", " FROM read_parquet(?)"));
    try (PreparedStatement statement = prepare(query);
        ResultSet result = statement.executeQuery()) {
      for (int i = 0; i < rows && result.next(); i++) {
        for (int j = 0; j < d; j++) {
          double value = result.getDouble(j + 1);
          if (!Double.isFinite(value) || result.wasNull()) {
            throw new DataException(
                file + ", row " + (i + 1) + ", column " + (j + 1) + " '" + columns.get(j) + "'",
                result.wasNull() ? "the cell is empty" : "the value is " + value,
                "drop the row or fill the value in");
          }
          values[i * d + j] = value;
        }
      }
    }
    return Batch.adopt(Shape.vector(d), values);
  }

  private List<String> columns() throws SQLException {
    List<String> columns = new ArrayList<>();
    try (PreparedStatement statement = prepare("DESCRIBE SELECT * FROM read_parquet(?)");
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        String column = result.getString("column_name");
        String type = result.getString("column_type").toUpperCase(Locale.ROOT);
        if (!NUMERIC.matcher(type).matches()) {
          throw new DataException(
              file + ", column " + (columns.size() + 1) + " '" + column + "'",
              "its type is " + type + ", not a number",
              "drop the column or code it as numbers");
        }
        columns.add(column);
      }
    }
    return columns;
  }

  private long count() throws SQLException {
    try (PreparedStatement statement = prepare("SELECT count(*) FROM read_parquet(?)");
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  private PreparedStatement prepare(String query) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(query);
    statement.setString(1, file.toString());
    return statement;
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
