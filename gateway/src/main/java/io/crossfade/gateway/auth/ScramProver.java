package io.crossfade.gateway.auth;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ServerFirstMessage;
import com.ongres.scram.common.exception.ScramException;
import io.crossfade.gateway.wire.Refusal;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Proves the gateway's password to a database, and has the database prove that it knows it too.
public final class ScramProver {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_CHARACTERS = 24;

  /// A database that asks for more has gone mad, or wants to keep us busy.
  private static final int MOST_ITERATIONS = 10_000_000;

  private final Credentials credentials;
  private final ScramKeys keys;
  private final String nonce = ScramFunctions.nonce(NONCE_CHARACTERS, RANDOM);
  private @Nullable ScramClient client;

  public ScramProver(Credentials credentials, ScramKeys keys) {
    this.credentials = credentials;
    this.keys = keys;
  }

  public String first() {
    // The name is the one in the startup packet; PostgreSQL does not look at this one.
    return "n,,n=*,r=" + nonce;
  }

  /// May take long: not for an event loop.
  public String last(String serverFirst) {
    try {
      ServerFirstMessage asked = ServerFirstMessage.parseFrom(serverFirst, nonce);
      if (asked.getIterationCount() > MOST_ITERATIONS) {
        throw Refusal.malformed("the database asks for " + asked.getIterationCount() + " rounds");
      }
      ScramKeys.Keys made = keys.of(credentials, asked);
      ScramClient proving =
          ScramClient.builder()
              .advertisedMechanisms(List.of(ScramServer.MECHANISM))
              .username("*")
              .clientAndServerKey(made.client(), made.server())
              .nonceSupplier(() -> nonce)
              .build();
      proving.clientFirstMessage();
      proving.serverFirstMessage(serverFirst);
      client = proving;
      return proving.clientFinalMessage().toString();
    } catch (ScramException e) {
      throw Refusal.malformed("the database's first message of SCRAM cannot be read");
    }
  }

  /// @throws Refusal if the database does not know the password
  public void check(String serverFinal) {
    try {
      if (client == null) {
        throw Refusal.malformed("the database ends SCRAM before it has begun");
      }
      client.serverFinalMessage(serverFinal);
    } catch (ScramException e) {
      throw Refusal.malformed("the database does not prove that it knows the password");
    }
  }
}
