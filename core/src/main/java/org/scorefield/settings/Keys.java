package org.scorefield.settings;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How names in Java are spelled in a file.
final class Keys {
  private Keys() {}

  /// `learningRate` is `learning_rate`.
  static String of(RecordComponent component) {
    return component.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  static List<String> of(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(Keys::of).toList();
  }

  /// `LOG_UNIFORM` is `log-uniform`.
  static String of(Enum<?> constant) {
    return enumKey(constant.name());
  }

  static String enumKey(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
