package org.scorefield.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.scorefield.linalg.Matrix;

/// The Python process. It is asked one thing at a time, a line of JSON each way; arrays go through
/// files of little-endian float64 in a directory of its own, which goes away with it.
public final class Worker implements AutoCloseable {
  private static final int CHUNK = 1 << 20;

  private final ObjectMapper json = new ObjectMapper();
  private final Path exchange;
  private final Process python;
  private final BufferedWriter toPython;
  private final BufferedReader fromPython;

  private Worker(Path exchange, Process python) {
    this.exchange = exchange;
    this.python = python;
    this.toPython = python.outputWriter();
    this.fromPython = python.inputReader();
  }

  /// Starts `python worker.py`, with every library of it held to `threads`.
  public static Worker start(Path interpreter, Path script, int threads) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(interpreter.toString(), script.toString(), String.valueOf(threads))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    for (String library : List.of("OMP", "MKL", "OPENBLAS", "NUMEXPR", "VECLIB_MAXIMUM")) {
      builder.environment().put(library + "_NUM_THREADS", String.valueOf(threads));
    }
    // Ours runs with it; the peers are shown as they come.
    builder.environment().remove("OMP_WAIT_POLICY");
    return new Worker(Files.createTempDirectory("scorefield-peers"), builder.start());
  }

  /// Versions of Python and the libraries, by name.
  public Map<String, String> versions() throws IOException {
    Map<String, String> out = new TreeMap<>();
    ask(Map.of("do", "versions"))
        .properties()
        .forEach(entry -> out.put(entry.getKey(), entry.getValue().asText()));
    return out;
  }

  /// Hands over the data of a case; those of the one before are dropped.
  public void setUp(Case wanted, Task task) throws IOException {
    Map<String, List<Integer>> shapes = new TreeMap<>();
    for (var entry : task.arrays().entrySet()) {
      Matrix array = entry.getValue();
      write(exchange.resolve(entry.getKey()), array.shared());
      shapes.put(entry.getKey(), List.of(array.rows(), array.columns()));
    }
    ask(
        Map.of(
            "do", "setup",
            "case", wanted.name(),
            "directory", exchange.toString(),
            "arrays", shapes,
            "numbers", task.numbers()));
    for (String name : shapes.keySet()) {
      Files.delete(exchange.resolve(name));
    }
  }

  /// The answer of a rival, and a note on how it got it (empty if there is nothing to say).
  public Answered answer(Rival rival) throws IOException {
    JsonNode reply = ask(Map.of("do", "answer", "variant", rival.variant()));
    if (reply.has("missing")) {
      return new Missing(reply.path("missing").asText());
    }
    return new Reply(read(exchange.resolve("answer")), reply.path("note").asText(""));
  }

  /// What came of asking a rival.
  public sealed interface Answered {}

  /// What a rival computed.
  record Reply(double[] numbers, String note) implements Answered {}

  /// A library that the rival needs is not installed.
  record Missing(String why) implements Answered {}

  /// Seconds a repetition, by the worker's own clock.
  public double run(Rival rival, int repetitions) throws IOException {
    return ask(Map.of("do", "run", "variant", rival.variant(), "repetitions", repetitions))
        .path("seconds")
        .asDouble();
  }

  private JsonNode ask(Map<String, Object> question) throws IOException {
    toPython.write(json.writeValueAsString(question));
    toPython.newLine();
    toPython.flush();
    String line = fromPython.readLine();
    if (line == null) {
      throw new IOException("the Python worker ended; its messages are above");
    }
    JsonNode reply = json.readTree(line);
    if (reply.has("error")) {
      throw new IOException("the Python worker failed: " + reply.path("error").asText());
    }
    return reply;
  }

  private static void write(Path file, double[] values) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int from = 0; from < values.length; from += CHUNK) {
        buffer.clear();
        buffer.asDoubleBuffer().put(values, from, Math.min(CHUNK, values.length - from));
        buffer.limit(8 * Math.min(CHUNK, values.length - from));
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    }
  }

  private static double[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    Files.delete(file);
    return values;
  }

  /// Ends the process and removes the directory.
  @Override
  public void close() throws IOException {
    toPython.close();
    try {
      if (!python.waitFor(10, TimeUnit.SECONDS)) {
        python.destroy();
      }
    } catch (InterruptedException e) {
      python.destroy();
      Thread.currentThread().interrupt();
    }
    fromPython.close();
    try (var left = Files.list(exchange)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(exchange);
  }
}
