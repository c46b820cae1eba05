package org.scorefield.data.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.DataException;
import org.scorefield.data.Dataset;

/// A table of numbers as text, plain or gzip, one sample a line. The separator is the one of comma,
/// semicolon and tab that the first line has most of; a first line of numbers with blanks between
/// them is separated by those.
///
/// The first line is a header if no cell of it is a number, or if it counts `0, 1, ..., d-1` with d
/// at least 3, as pandas writes columns without names. A line that mixes numbers and words is never
/// taken for a header, so no row is lost in silence. Every other cell must be a finite number.
final class CsvFile {
  private static final int FIRST_LINE = 1 << 20;

  /// What people write where a number is missing; never a column's name.
  private static final Set<String> MISSING =
      Set.of("", "nan", "na", "n/a", "null", "none", "inf", "infinity", "+inf", "-inf", "?");

  private final Source source;
  private List<String> header = List.of();
  private double[] values = new double[1 << 10];
  private int rows;
  private int columns;

  private CsvFile(Source source) {
    this.source = source;
  }

  static Dataset read(String name, Path file) {
    try (Source source = Source.ofFile(file)) {
      return Dataset.of(name, "as in the file", read(source));
    }
  }

  static Batch read(Source source) {
    CsvFile table = new CsvFile(source);
    char separator = separator(firstLine(source));
    try (CsvReader<CsvRecord> records =
        CsvReader.builder()
            .fieldSeparator(separator)
            .detectBomHeader(true)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .ofCsvRecord(source.stream(), StandardCharsets.UTF_8)) {
      for (CsvRecord line : records) {
        table.add(line);
      }
    } catch (CsvParseException | UncheckedIOException | IOException e) {
      throw Source.damaged(source.where(), e);
    }
    if (table.rows == 0) {
      throw new DataException(
          source.where(), "holds no rows of numbers", "give at least one line of numbers");
    }
    return Batch.adopt(
        Shape.vector(table.columns),
        Arrays.copyOf(table.values, Math.multiplyExact(table.rows, table.columns)));
  }

  private static String firstLine(Source source) {
    String head = new String(source.peek(FIRST_LINE), StandardCharsets.UTF_8);
    return head.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  private static char separator(String line) {
    char best = ',';
    long most = 0;
    for (char candidate : new char[] {',', ';', '\t'}) {
      long count = line.chars().filter(c -> c == candidate).count();
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    boolean blanks =
        most == 0
            && line.indexOf(' ') > 0
            && Arrays.stream(line.split(" ")).allMatch(CsvFile::isNumber);
    return blanks ? ' ' : best;
  }

  private void add(CsvRecord line) {
    List<String> cells = line.getFields();
    if (columns == 0) {
      columns = cells.size();
      if (isHeader(cells)) {
        header = List.copyOf(cells);
        return;
      }
    }
    if (cells.size() != columns) {
      throw new DataException(
          place(line),
          "has " + cells.size() + " cells where the first line has " + columns,
          "give every row the same number of cells");
    }
    int at = Math.multiplyExact(rows, columns);
    if (at > values.length - columns) {
      values = Arrays.copyOf(values, grown(at + (long) columns));
    }
    for (int j = 0; j < columns; j++) {
      values[at + j] = number(line, j, cells.get(j).strip());
    }
    rows++;
  }

  private int grown(long needed) {
    long longest = Integer.MAX_VALUE - 8;
    if (needed > longest) {
      throw new DataException(
          source.where(), "holds more numbers than one array", "split the file");
    }
    return (int) Math.min(longest, Math.max(needed, 2L * values.length));
  }

  private static boolean isHeader(List<String> cells) {
    List<String> stripped = cells.stream().map(String::strip).toList();
    boolean named =
        stripped.stream().noneMatch(CsvFile::isNumber)
            && !stripped.stream().allMatch(c -> MISSING.contains(c.toLowerCase(Locale.ROOT)));
    return named || (cells.size() >= 3 && countsUp(stripped));
  }

  private static boolean countsUp(List<String> cells) {
    for (int j = 0; j < cells.size(); j++) {
      if (!cells.get(j).equals(String.valueOf(j))) {
        return false;
      }
    }
    return true;
  }

  /// Decimal digits, sign, point and exponent: `Double.parseDouble` alone would also take `1d`, hex
  /// and NaN.
  private static boolean isNumber(String cell) {
    if (cell.isEmpty()) {
      return false;
    }
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    try {
      Double.parseDouble(cell);
      return true;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private double number(CsvRecord line, int column, String cell) {
    double value = isNumber(cell) ? Double.parseDouble(cell) : Double.NaN;
    if (Double.isFinite(value)) {
      return value;
    }
    String shown = cell.length() > 40 ? cell.substring(0, 40) + "..." : cell;
    String title = header.isEmpty() ? "" : " '" + header.get(column) + "'";
    throw new DataException(
        place(line) + ", column " + (column + 1) + title,
        cell.isEmpty() ? "the cell is empty" : "'" + shown + "' is not a finite number",
        "every cell must be a finite decimal number: drop the row or the column, or code it as"
            + " numbers");
  }

  private String place(CsvRecord line) {
    return source.where() + ", row " + (rows + 1) + " (line " + line.getStartingLineNumber() + ")";
  }
}
