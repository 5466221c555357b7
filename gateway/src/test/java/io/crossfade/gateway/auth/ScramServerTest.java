package io.crossfade.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ongres.scram.client.ScramClient;
import io.crossfade.gateway.wire.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramServerTest {
  private static final ScramVerifier VERIFIER = ScramVerifier.ofPassword("pencil");

  @Test
  void theRightPasswordIsProvedBothWays() throws Exception {
    ScramClient client = client("pencil");
    ScramServer server = new ScramServer(VERIFIER, "ann");
    client.serverFirstMessage(server.first(client.clientFirstMessage().toString()));
    client.serverFinalMessage(server.last(client.clientFinalMessage().toString()));
  }

  @Test
  void anotherPasswordProvesNothing() throws Exception {
    ScramClient client = client("pen");
    ScramServer server = new ScramServer(VERIFIER, "ann");
    client.serverFirstMessage(server.first(client.clientFirstMessage().toString()));
    assertThatThrownBy(() -> server.last(client.clientFinalMessage().toString()))
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.state()).isEqualTo("28P01"));
  }

  /// What was said to another server, or to this one before, proves nothing here.
  @Test
  void aProofOfAnotherExchangeProvesNothing() throws Exception {
    ScramClient client = client("pencil");
    ScramServer heard = new ScramServer(VERIFIER, "ann");
    client.serverFirstMessage(heard.first(client.clientFirstMessage().toString()));
    String last = client.clientFinalMessage().toString();
    ScramServer other = new ScramServer(VERIFIER, "ann");
    other.first("n,,n=,r=abc");
    assertThatThrownBy(() -> other.last(last)).isInstanceOf(Refusal.class);
  }

  @Test
  void aVerifierOfPostgresqlsCatalogIsRead() {
    ScramVerifier read =
        ScramVerifier.parse(
            "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$"
                + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"
                + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    assertThat(read.iterations()).isEqualTo(4096);
    assertThat(read.storedKey()).hasSize(32);
    assertThat(read.toString()).doesNotContain("AAAA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pencil", "md5abcdef", "SCRAM-SHA-256$x:y$z:w"})
  void otherTextsAreNoVerifiersAndAreNotRepeated(String text) {
    assertThatThrownBy(() -> ScramVerifier.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("pencil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "n,,", "n,,n=,r=", "p=tls-unique,,n=,r=abc", "x,,n=,r=abc"})
  void brokenFirstMessagesAreRefused(String message) {
    assertThatThrownBy(() -> new ScramServer(VERIFIER, "ann").first(message))
        .isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c=biws", "c=biws,r=x,p=", "c=biws,r=x,p=%%%", ",p=AAAA"})
  void brokenLastMessagesAreRefused(String message) {
    ScramServer server = new ScramServer(VERIFIER, "ann");
    server.first("n,,n=,r=abc");
    assertThatThrownBy(() -> server.last(message)).isInstanceOf(Refusal.class);
  }

  /// Who asks twice for a user that is not there must not see that by another salt.
  @Test
  void aUserThatIsNotThereLooksTheSameEachTime() {
    Logins logins = new Logins(List.of());
    assertThat(salt(logins.proof("nobody"))).isEqualTo(salt(logins.proof("nobody")));
    assertThat(salt(logins.proof("nobody"))).isNotEqualTo(salt(logins.proof("somebody")));
    assertThat(salt(new Logins(List.of()).proof("nobody")))
        .isNotEqualTo(salt(logins.proof("nobody")));
  }

  private static byte[] salt(Proof proof) {
    return switch (proof) {
      case Proof.None() -> new byte[0];
      case Proof.Scram(ScramVerifier verifier) -> verifier.salt();
    };
  }

  private static ScramClient client(String password) {
    return ScramClient.builder()
        .advertisedMechanisms(List.of("SCRAM-SHA-256"))
        .username("*")
        .password(password.toCharArray())
        .build();
  }
}
