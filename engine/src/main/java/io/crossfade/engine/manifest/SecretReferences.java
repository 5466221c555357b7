package io.crossfade.engine.manifest;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks secrets up where the manifest says they are.
public final class SecretReferences {
  /// A file that was read into a variable ends with one.
  private static final Pattern LAST_LINE_BREAKS = Pattern.compile("[\\r\\n]+$");

  private final Map<String, String> environment;
  private final Predicate<SecretReference> allowed;

  /// @param environment the process's variables, or a test's
  public SecretReferences(Map<String, String> environment) {
    this(environment, _ -> true);
  }

  private SecretReferences(Map<String, String> environment, Predicate<SecretReference> allowed) {
    this.environment = Map.copyOf(environment);
    this.allowed = allowed;
  }

  /// The same, for manifests of people who may use these and no others.
  public SecretReferences only(Predicate<SecretReference> these) {
    return new SecretReferences(environment, these);
  }

  /// SECRET_MISSING if it is not there or empty, NOT_PERMITTED if it is none that may be used.
  public Secret resolve(SecretReference reference) {
    if (!allowed.test(reference)) {
      throw new CrossfadeException(
          ErrorCode.NOT_PERMITTED,
          "a manifest may not use %s on this server; its configuration says under `secrets` which it may use"
              .formatted(reference));
    }
    return switch (reference) {
      case SecretReference.Env(String name) -> fromEnvironment(name);
      case SecretReference.File(Path path) -> fromFile(path);
    };
  }

  /// One that goes into a header: the last line of what is there. SECRET_MISSING if that is none.
  public Secret token(SecretReference reference) {
    return Secret.token(resolve(reference).reveal(), reference.toString());
  }

  private Secret fromEnvironment(String name) {
    String set = environment.get(name);
    String value = set == null ? null : LAST_LINE_BREAKS.matcher(set).replaceFirst("");
    if (value == null || value.isEmpty()) {
      throw missing(
          "environment variable " + name + " is " + (value == null ? "not set" : "empty"),
          "export " + name + "=... before you start crossfade",
          null);
    }
    return new Secret(value);
  }

  private static Secret fromFile(Path path) {
    try {
      String value = Files.readString(path).stripTrailing();
      if (value.isEmpty()) {
        throw missing("file " + path + " is empty", "write the password into it", null);
      }
      return new Secret(value);
    } catch (IOException e) {
      throw missing(
          "file " + path + " cannot be read (" + e.getClass().getSimpleName() + ")",
          "write the password into it, readable by the user who runs crossfade",
          e);
    }
  }

  private static CrossfadeException missing(String what, String mend, @Nullable Throwable cause) {
    return new CrossfadeException(
        ErrorCode.SECRET_MISSING, "a password is missing: " + what + "; " + mend, cause);
  }
}
