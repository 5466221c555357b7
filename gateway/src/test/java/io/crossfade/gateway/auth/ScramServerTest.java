package io.crossfade.gateway.auth;

import static io.crossfade.gateway.auth.ScramServer.BOUND;
import static io.crossfade.gateway.auth.ScramServer.MECHANISM;
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
    ScramServer server = server();
    client.serverFirstMessage(server.first(MECHANISM, client.clientFirstMessage().toString()));
    client.serverFinalMessage(server.last(client.clientFinalMessage().toString()));
  }

  @Test
  void anotherPasswordProvesNothing() throws Exception {
    ScramClient client = client("pen");
    ScramServer server = server();
    client.serverFirstMessage(server.first(MECHANISM, client.clientFirstMessage().toString()));
    assertThatThrownBy(() -> server.last(client.clientFinalMessage().toString()))
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.state()).isEqualTo("28P01"));
  }

  /// What was said to another server, or to this one before, proves nothing here.
  @Test
  void aProofOfAnotherExchangeProvesNothing() throws Exception {
    ScramClient client = client("pencil");
    ScramServer heard = server();
    client.serverFirstMessage(heard.first(MECHANISM, client.clientFirstMessage().toString()));
    String last = client.clientFinalMessage().toString();
    ScramServer other = server();
    other.first(MECHANISM, "n,,n=,r=abc");
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
    assertThatThrownBy(() -> server().first(MECHANISM, message)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c=biws", "c=biws,r=x,p=", "c=biws,r=x,p=%%%", ",p=AAAA"})
  void brokenLastMessagesAreRefused(String message) {
    ScramServer server = server();
    server.first(MECHANISM, "n,,n=,r=abc");
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

  /// Verifiers that were taken over from a server with `scram_iterations = 100000`.
  @Test
  void aUserThatIsNotThereHasTheIterationsOfThoseThatAre() {
    ScramVerifier dear = new ScramVerifier(100_000, new byte[16], new byte[32], new byte[32]);
    Logins logins =
        new Logins(List.of(login("eve", VERIFIER), login("bob", dear), login("amy", dear)));
    assertThat(verifier(logins.proof("nobody")).iterations()).isEqualTo(100_000);
  }

  private static Login login(String user, ScramVerifier verifier) {
    Credentials same = new Credentials(user, "a password");
    return new Login(user, new Proof.Scram(verifier), same, same);
  }

  private static byte[] salt(Proof proof) {
    return verifier(proof).salt();
  }

  private static ScramVerifier verifier(Proof proof) {
    return switch (proof) {
      case Proof.None() -> throw new AssertionError("everybody is trusted");
      case Proof.Certificate() -> throw new AssertionError("a certificate is wanted");
      case Proof.Scram(ScramVerifier verifier) -> verifier;
    };
  }

  /// Without TLS: there is nothing to bind to.
  private static ScramServer server() {
    return new ScramServer(VERIFIER, "ann", null);
  }

  @Test
  void aProofThatIsBoundHoldsForThisCertificateOnly() throws Exception {
    assertThat(mechanisms(new byte[] {1, 2, 3})).containsExactly(BOUND, MECHANISM);
    ScramClient client = bound(new byte[] {1, 2, 3});
    ScramServer server = new ScramServer(VERIFIER, "ann", new byte[] {1, 2, 3});
    client.serverFirstMessage(server.first(BOUND, client.clientFirstMessage().toString()));
    client.serverFinalMessage(server.last(client.clientFinalMessage().toString()));

    ScramClient betrayed = bound(new byte[] {9, 9, 9});
    ScramServer other = new ScramServer(VERIFIER, "ann", new byte[] {1, 2, 3});
    betrayed.serverFirstMessage(other.first(BOUND, betrayed.clientFirstMessage().toString()));
    assertThatThrownBy(() -> other.last(betrayed.clientFinalMessage().toString()))
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.state()).isEqualTo("28P01"));
  }

  /// Somebody in between has taken the better mechanism out of what was offered.
  @Test
  void whoWasToldThatNothingCanBeBoundIsRefusedWhereItCan() {
    ScramServer server = new ScramServer(VERIFIER, "ann", new byte[] {1});
    assertThatThrownBy(() -> server.first(MECHANISM, "y,,n=,r=abc")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> server.first(BOUND, "n,,n=,r=abc")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> server.first(MECHANISM, "p=tls-server-end-point,,n=,r=abc"))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> server().first(BOUND, "p=tls-server-end-point,,n=,r=abc"))
        .isInstanceOf(Refusal.class);
    assertThat(server().first(MECHANISM, "y,,n=,r=abc")).startsWith("r=abc");
  }

  private static List<String> mechanisms(byte[] endPoint) {
    return new ScramServer(VERIFIER, "ann", endPoint).mechanisms();
  }

  private static ScramClient bound(byte[] seen) {
    return ScramClient.builder()
        .advertisedMechanisms(List.of(BOUND, MECHANISM))
        .username("*")
        .password("pencil".toCharArray())
        .channelBinding("tls-server-end-point", seen)
        .build();
  }

  private static ScramClient client(String password) {
    return ScramClient.builder()
        .advertisedMechanisms(List.of("SCRAM-SHA-256"))
        .username("*")
        .password(password.toCharArray())
        .build();
  }
}
