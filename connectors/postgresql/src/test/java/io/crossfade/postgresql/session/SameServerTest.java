package io.crossfade.postgresql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SameServerTest {
  private final SameServer server = new SameServer("jdbc:postgresql://somewhere/shop");

  @Test
  void whoAnsweredFirstIsTheOnlyOne() {
    server.require("7", "1");
    server.require("7", "1");
    refused(ErrorCode.SERVER_REPLACED, () -> server.require("7", "2"));
    refused(ErrorCode.SERVER_REPLACED, () -> server.require("8", "1"));
    server.require("7", "1");
  }

  @Test
  void aStandbyIsLookedAtBeforeAPrimaryWasMetAndWaitedForAfterwards() {
    server.require("7", null);
    server.require("7", "2");
    refused(ErrorCode.DATABASE_FAILED, () -> server.require("7", null));
    assertThatThrownBy(() -> server.require("7", null))
        .isInstanceOfSatisfying(CrossfadeException.class, e -> assertThat(e.mayPass()).isTrue());
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CrossfadeException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
