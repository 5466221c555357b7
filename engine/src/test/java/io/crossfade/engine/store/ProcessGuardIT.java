package io.crossfade.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessGuardIT {
  private static final Duration NOW = Duration.ZERO;

  @TempDir Path parent;

  @Test
  void aSecondProcessIsRefusedByTheNumberOfTheFirst() throws Exception {
    try (ChildJvm first = ChildJvm.start(GuardChild.class, directory().toString())) {
      assertThat(first.line()).isEqualTo("taken");
      assertThat(ProcessGuard.isHeld(directory())).isTrue();
      assertRefused(first.pid());
      // asking must not have ended it
      assertRefused(first.pid());
    }
  }

  @Test
  void theGuardOfAKilledProcessIsFree() throws Exception {
    try (ChildJvm first = ChildJvm.start(GuardChild.class, directory().toString())) {
      assertThat(first.line()).isEqualTo("taken");
      assertThat(first.kill()).isEmpty();
    }
    assertThat(directory().resolve("lock")).isNotEmptyFile();
    assertThat(ProcessGuard.isHeld(directory())).isFalse();
    try (ProcessGuard _ = ProcessGuard.take(directory(), NOW)) {
      assertThat(ProcessGuard.isHeld(directory())).isTrue();
    }
    assertThat(ProcessGuard.isHeld(directory())).isFalse();
  }

  @Test
  void lookingFromInsideDoesNotOpenTheGuardToOthers() throws Exception {
    try (ProcessGuard _ = ProcessGuard.take(directory(), NOW)) {
      assertThat(ProcessGuard.isHeld(directory())).isTrue();
      assertRefused(ProcessHandle.current().pid());
      try (ChildJvm second = ChildJvm.start(GuardChild.class, directory().toString())) {
        assertThat(second.line())
            .startsWith("ALREADY_RUNNING process " + ProcessHandle.current().pid() + " ");
      }
    }
  }

  @Test
  void onlyTheOwnerCanReadWhereTheProcessIsAsked() throws Exception {
    ControlEndpoint here =
        new ControlEndpoint(ProcessHandle.current().pid(), 4711, new Secret("sesame"));
    try (ProcessGuard guard = ProcessGuard.take(directory(), NOW)) {
      assertThat(ProcessGuard.endpoint(directory())).isEmpty();
      guard.announce(here);
      ControlEndpoint read = ProcessGuard.endpoint(directory()).orElseThrow();
      assertThat(read.port()).isEqualTo(4711);
      assertThat(read.token().reveal()).isEqualTo("sesame");
      assertThat(read.toString()).doesNotContain("sesame");
      assertThat(mode("control.json")).isEqualTo("rw-------");
      assertThat(mode("lock")).isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
          .isEqualTo("rwx------");
    }
    assertThat(ProcessGuard.endpoint(directory())).isEmpty();
  }

  @Test
  void whatAKilledProcessAnnouncedIsGoneWithTheNext() throws Exception {
    try (ProcessGuard _ = ProcessGuard.take(directory(), NOW)) {
      // only to make the directory
    }
    StateFiles.writeEndpoint(directory(), new ControlEndpoint(1, 4711, new Secret("old")));
    try (ProcessGuard _ = ProcessGuard.take(directory(), NOW)) {
      assertThat(ProcessGuard.endpoint(directory())).isEmpty();
    }
  }

  @Test
  void aShortHolderIsWaitedFor() throws Exception {
    try (ChildJvm first = ChildJvm.start(GuardChild.class, directory().toString())) {
      assertThat(first.line()).isEqualTo("taken");
      Thread killer = Thread.startVirtualThread(first::end);
      try (ProcessGuard _ = ProcessGuard.take(directory(), Duration.ofSeconds(30))) {
        killer.join();
      }
    }
  }

  private Path directory() {
    return parent.resolve("state");
  }

  private String mode(String file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory().resolve(file)));
  }

  private void assertRefused(long pid) {
    assertThatThrownBy(() -> ProcessGuard.take(directory(), NOW))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING);
              assertThat(e.fields()).isEqualTo(Map.of("pid", Long.toString(pid)));
            })
        .hasMessageContaining("process " + pid);
  }
}
