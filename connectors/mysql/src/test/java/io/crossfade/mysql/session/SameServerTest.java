package io.crossfade.mysql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import org.junit.jupiter.api.Test;

class SameServerTest {
  @Test
  void whoAnsweredFirstIsTheOnlyOne() {
    SameServer server = new SameServer("jdbc:mysql://somewhere/shop");
    server.require("server_id 7");
    server.require("server_id 7");
    assertThatThrownBy(() -> server.require("server_id 8"))
        .isInstanceOfSatisfying(
            CrossfadeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_REPLACED))
        .hasMessageContaining("it was server_id 7, now it is server_id 8");
    server.require("server_id 7");
  }
}
