package org.scorefield.data.file;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.scorefield.array.Batch;
import org.scorefield.data.AtomicFile;

/// Writes samples as a comma-separated table, one a line, below a header. Numbers are written in
/// the shortest form that reads back as the same float64.
public final class CsvWriter {
  private CsvWriter() {}

  /// Writes `samples` with the columns `x1, x2, ...`.
  public static void write(Path file, Batch samples) {
    write(
        file,
        samples,
        IntStream.rangeClosed(1, samples.dimension()).mapToObj(j -> "x" + j).toList());
  }

  /// @param columns a name for each component
  public static void write(Path file, Batch samples, List<String> columns) {
    if (columns.size() != samples.dimension()) {
      throw new IllegalArgumentException(
          columns.size() + " names for " + samples.dimension() + " columns; give one for each");
    }
    AtomicFile.write(
        file,
        out -> {
          Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          var csv = de.siegmar.fastcsv.writer.CsvWriter.builder().build(text);
          csv.writeRecord(columns);
          for (int i = 0; i < samples.count(); i++) {
            csv.writeRecord(Arrays.stream(samples.row(i)).mapToObj(Double::toString).toList());
          }
          csv.flush();
        });
  }
}
