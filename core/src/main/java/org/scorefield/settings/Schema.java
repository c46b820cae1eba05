package org.scorefield.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// Which types a settings record may be made of.
final class Schema {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          boolean.class,
          Boolean.class,
          String.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class);

  private Schema() {}

  /// @throws IllegalArgumentException that names a component of a type that is not read
  static void require(Class<?> record) {
    for (RecordComponent component : record.getRecordComponents()) {
      if (!allowed(component.getGenericType())) {
        throw new IllegalArgumentException(
            "settings are numbers, booleans, strings, enums, records, lists and optionals of these;"
                + " component '%s' of %s is a %s"
                    .formatted(
                        component.getName(),
                        record.getSimpleName(),
                        component.getGenericType().getTypeName()));
      }
    }
  }

  private static boolean allowed(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type of = generic.getActualTypeArguments()[0];
      return (generic.getRawType() == List.class || generic.getRawType() == Optional.class)
          && !of.getTypeName().startsWith(Optional.class.getName())
          && allowed(of);
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      require(plain);
      return true;
    }
    if (type instanceof TypeVariable<?> variable) {
      return variable.getBounds()[0] == Record.class;
    }
    return type instanceof Class<?> plain && (PLAIN.contains(plain) || plain.isEnum());
  }
}
