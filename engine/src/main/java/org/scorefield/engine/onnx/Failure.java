package org.scorefield.engine.onnx;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scorefield.data.DataException;

/// What ONNX Runtime says when it refuses a file, in words that name the cure.
final class Failure {
  /// "No Op registered for Foo with domain_version of 20".
  private static final Pattern UNKNOWN = Pattern.compile("No Op registered for (\\S+)");

  /// "Could not find an implementation for Foo(1) node with name 'x'".
  private static final Pattern UNIMPLEMENTED =
      Pattern.compile("Could not find an implementation for (\\S+?)\\((\\d+)\\)");

  /// "Fatal error: com.acme:Foo(-1) is not a registered function/op".
  private static final Pattern UNREGISTERED =
      Pattern.compile("Fatal error: (\\S+?)\\((-?\\d+)\\) is not a registered function/op");

  /// `In Node, ("x", Foo, "com.acme", -1) : ... , Error No opset import for domain 'com.acme'`.
  private static final Pattern UNNAMED =
      Pattern.compile("In Node, \\(\"[^\"]*\", (\\w+), .*No opset import for domain '([^']*)'");

  private Failure() {}

  /// A file that cannot be loaded.
  static DataException loading(Path file, OrtException cause) {
    String message = String.valueOf(cause.getMessage());
    Optional<String> operator = operator(message);
    if (operator.isPresent()) {
      return new DataException(
          file.toString(),
          "uses the operator %s, which ONNX Runtime does not have here".formatted(operator.get()),
          "export it again with standard operators (torch.onnx.export with opset_version 17), without custom or training ones",
          cause);
    }
    if (message.contains("opset") || message.contains("IR version")) {
      return new DataException(
          file.toString(),
          "is of a newer version of ONNX than this runtime reads (" + brief(message) + ")",
          "export it with opset_version 17, or convert it (onnx.version_converter)",
          cause);
    }
    return new DataException(
        file.toString(),
        "is refused by ONNX Runtime (" + brief(message) + ")",
        "check it with onnx.checker.check_model and export it again",
        cause);
  }

  /// A file that was loaded and cannot be asked.
  static DataException running(Path file, OrtException cause) {
    return new DataException(
        file.toString(),
        "fails when it is asked for one sample (" + brief(String.valueOf(cause.getMessage())) + ")",
        "look at the names of its inputs, at layout and at the sizes it was exported with",
        cause);
  }

  private static Optional<String> operator(String message) {
    Matcher unnamed = UNNAMED.matcher(message);
    if (unnamed.find()) {
      return Optional.of(unnamed.group(2) + ":" + unnamed.group(1));
    }
    for (Pattern pattern : new Pattern[] {UNKNOWN, UNREGISTERED, UNIMPLEMENTED}) {
      Matcher found = pattern.matcher(message);
      if (found.find()) {
        return Optional.of(found.group(1));
      }
    }
    return Optional.empty();
  }

  /// One line of at most 200 characters.
  private static String brief(String message) {
    String line = message.replaceAll("\\s+", " ").strip();
    return line.length() <= 200 ? line : line.substring(0, 200) + "...";
  }
}
