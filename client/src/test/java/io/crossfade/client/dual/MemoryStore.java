package io.crossfade.client.dual;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store that issues versions itself, and fails where a test wants it to. */
final class MemoryStore implements ItemStore<String> {
  /** Called at each place where a process may die or a store may fail. */
  interface Seam {
    void at(String place) throws Exception;
  }

  private final Map<String, Versioned<String>> states = new HashMap<>();
  volatile Seam seam = place -> {};

  /** The application's write. */
  void write(String key, @Nullable String value) {
    at("before write");
    synchronized (states) {
      states.put(key, new Versioned<>(state(key).version() + 1, value));
    }
    at("after write");
  }

  @Override
  public Versioned<String> read(String key) throws Exception {
    seam.at("before read");
    Versioned<String> state = state(key);
    seam.at("after read");
    return state;
  }

  @Override
  public boolean put(String key, Versioned<String> state) throws Exception {
    seam.at("before put");
    boolean newer;
    synchronized (states) {
      newer = state(key).version() < state.version();
      if (newer) {
        states.put(key, state);
      }
    }
    seam.at("after put");
    return newer;
  }

  Versioned<String> state(String key) {
    synchronized (states) {
      return states.getOrDefault(key, new Versioned<>(0, null));
    }
  }

  /** What a comparison sees: no versions, no tombstones. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    synchronized (states) {
      states.forEach((key, state) -> {
        String value = state.value();
        if (value != null) {
          values.put(key, value);
        }
      });
    }
    return values;
  }

  private void at(String place) {
    try {
      seam.at(place);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
