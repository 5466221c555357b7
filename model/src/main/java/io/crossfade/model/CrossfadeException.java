package io.crossfade.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one family of errors. The message says what is wrong, where, and what to do about it; the
 * fields carry the same for programs. Neither ever holds a secret.
 */
public class CrossfadeException extends RuntimeException {
  /** The field that says that waiting is all it takes, perhaps until a server is mended. */
  public static final String PASSES = "passes";

  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final TreeMap<String, String> fields;

  public CrossfadeException(ErrorCode code, String message) {
    this(code, message, Map.of(), null);
  }

  public CrossfadeException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, Map.of(), cause);
  }

  public CrossfadeException(ErrorCode code, String message, Map<String, String> fields) {
    this(code, message, fields, null);
  }

  public CrossfadeException(
      ErrorCode code, String message, Map<String, String> fields, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.fields = new TreeMap<>(fields);
  }

  public ErrorCode code() {
    return code;
  }

  /** Whether the same may succeed later, without a change of anything of ours. */
  public boolean mayPass() {
    return fields.containsKey(PASSES);
  }

  public Map<String, String> fields() {
    return new LinkedHashMap<>(fields);
  }
}
