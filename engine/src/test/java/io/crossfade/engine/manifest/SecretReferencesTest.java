package io.crossfade.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferencesTest {
  private final SecretReferences secrets =
      new SecretReferences(Map.of("PASSWORD", "hunter2", "EMPTY", ""));

  @TempDir Path directory;

  @Test
  void takesAPasswordFromTheEnvironment() {
    DatabaseReference reference =
        new DatabaseReference("jdbc:x", "me", new SecretReference.Env("PASSWORD"));
    assertThat(reference.endpoint(secrets).password().reveal()).isEqualTo("hunter2");
    assertThat(reference.toString() + reference.endpoint(secrets)).doesNotContain("hunter2");
  }

  @Test
  void takesAPasswordFromAFileWithoutItsLastLineBreak() throws IOException {
    Path file = Files.writeString(directory.resolve("password"), " hunter2\n");
    assertThat(secrets.resolve(new SecretReference.File(file)).reveal()).isEqualTo(" hunter2");
  }

  @Test
  void needsNoneWhereNoneIsNamed() {
    assertThat(new DatabaseReference("jdbc:x", "me", null).endpoint(secrets).password().reveal())
        .isEmpty();
  }

  @Test
  void saysWhichOneIsMissing() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");
    Path absent = directory.resolve("absent");
    refuses(
        new SecretReference.Env("NOWHERE"),
        "a password is missing: environment variable NOWHERE is not set; export NOWHERE=... before you start crossfade");
    refuses(
        new SecretReference.Env("EMPTY"),
        "a password is missing: environment variable EMPTY is empty; export EMPTY=... before you start crossfade");
    refuses(
        new SecretReference.File(empty),
        "a password is missing: file " + empty + " is empty; write the password into it");
    refuses(
        new SecretReference.File(absent),
        "a password is missing: file "
            + absent
            + " cannot be read (NoSuchFileException);"
            + " write the password into it, readable by the user who runs crossfade");
  }

  private void refuses(SecretReference reference, String message) {
    assertThatThrownBy(() -> secrets.resolve(reference))
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SECRET_MISSING))
        .hasMessage(message);
  }

  /// A file that was read into it ends with one.
  @Test
  void aVariableHasNoLineBreakAtItsEnd() {
    var read = new SecretReferences(Map.of("PASSWORD", "hunter2 \r\n", "EMPTY", "\n"));
    assertThat(read.resolve(new SecretReference.Env("PASSWORD")).reveal()).isEqualTo("hunter2 ");
    assertThat(read.token(new SecretReference.Env("PASSWORD")).reveal()).isEqualTo("hunter2");
    assertThatThrownBy(() -> read.resolve(new SecretReference.Env("EMPTY")))
        .hasMessageContaining("EMPTY is empty");
  }
}
