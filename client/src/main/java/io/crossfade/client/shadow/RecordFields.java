package io.crossfade.client.shadow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the components of a record hold. */
final class RecordFields {
  /** Looking for them takes longer than reading them a hundred times. */
  private static final ClassValue<Method[]> ACCESSORS =
      new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          Method[] accessors = new Method[components.length];
          for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            accessors[i].trySetAccessible();
          }
          return accessors;
        }
      };

  private RecordFields() {}

  static Map<String, ?> of(String path, Record record) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Method accessor : ACCESSORS.get(record.getClass())) {
      try {
        values.put(accessor.getName(), accessor.invoke(record));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw Incomparable.at(
            path, record.getClass(), "does not let its " + accessor.getName() + " be read");
      }
    }
    return values;
  }
}
