package io.crossfade.gateway.auth;

import com.ongres.scram.common.ScramFunctions;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client's proof by SCRAM-SHA-256 (RFC 5802 and 7677): two messages from him, two to him. The
/// arithmetic is the library's, which has no server of its own.
public final class ScramServer {
  public static final String MECHANISM = "SCRAM-SHA-256";

  /// The same, with a proof that holds for one connection of TLS only.
  static final String BOUND = "SCRAM-SHA-256-PLUS";

  private static final String BOUND_HEADER = "p=tls-server-end-point,,";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_CHARACTERS = 24;
  private static final int GS2_HEADER = 3;

  private final ScramVerifier verifier;
  private final String user;
  private final byte @Nullable [] endPoint;

  /// What the client has to say of the channel that he sees.
  private String bound = "";

  private String nonce = "";

  /// What the proof is over, as far as it is known.
  private String exchanged = "";

  /// @param endPoint the hash of the certificate that the client sees; null where he sees none
  public ScramServer(ScramVerifier verifier, String user, byte @Nullable [] endPoint) {
    this.verifier = verifier;
    this.user = user;
    this.endPoint = endPoint;
  }

  /// What is offered, the best first.
  public List<String> mechanisms() {
    return endPoint == null ? List.of(MECHANISM) : List.of(BOUND, MECHANISM);
  }

  /// Answers `n,,n=,r=NONCE`. The name in it is not looked at: the startup packet had one.
  public String first(String mechanism, String message) {
    if (!mechanisms().contains(mechanism)) {
      throw Refusal.malformed("a mechanism of SASL that was not offered");
    }
    String header = header(mechanism, message);
    bound = base64(bytes(header, mechanism.equals(BOUND) ? endPoint : null));
    String bare = message.substring(header.length());
    String clientNonce = attribute(bare, "r=");
    nonce = clientNonce + ScramFunctions.nonce(NONCE_CHARACTERS, RANDOM);
    String first = "r=" + nonce + ",s=" + base64(verifier.salt()) + ",i=" + verifier.iterations();
    exchanged = bare + "," + first;
    return first;
  }

  /// Answers `c=...,r=NONCE,p=PROOF`.
  ///
  /// @throws Refusal 28P01 if that proves nothing
  public String last(String message) {
    int proofAt = message.lastIndexOf(",p=");
    if (proofAt < 0) {
      throw Refusal.malformed("a last message of SCRAM without a proof");
    }
    String withoutProof = message.substring(0, proofAt);
    byte[] proof = decoded(message.substring(proofAt + 3));
    String authMessage = exchanged + "," + withoutProof;
    boolean sameNonce = same(attribute(withoutProof, "r="), nonce);
    boolean sameChannel = same(attribute(withoutProof, "c="), bound);
    if (!sameNonce || !sameChannel || !proves(proof, authMessage)) {
      throw wrongPassword(user);
    }
    byte[] signature =
        ScramFunctions.serverSignature(ScramVerifier.MECHANISM, verifier.serverKey(), authMessage);
    return "v=" + base64(signature);
  }

  /// Who could bind the channel and was told that the gateway cannot has somebody in between.
  private String header(String mechanism, String message) {
    if (mechanism.equals(BOUND) && message.startsWith(BOUND_HEADER)) {
      return BOUND_HEADER;
    }
    boolean unbound = message.startsWith("n,,") || (endPoint == null && message.startsWith("y,,"));
    if (mechanism.equals(MECHANISM) && unbound) {
      return message.substring(0, GS2_HEADER);
    }
    throw Refusal.malformed("a first message of SCRAM that asks for what was not offered");
  }

  private static byte[] bytes(String header, byte @Nullable [] binding) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    if (binding == null) {
      return text;
    }
    byte[] both = Arrays.copyOf(text, text.length + binding.length);
    System.arraycopy(binding, 0, both, text.length, binding.length);
    return both;
  }

  /// The same for a user that does not exist.
  public static Refusal wrongPassword(String user) {
    return new Refusal(
        SqlState.INVALID_PASSWORD, "password authentication failed for user \"" + user + "\"");
  }

  private boolean proves(byte[] proof, String authMessage) {
    return proof.length == verifier.storedKey().length
        && ScramFunctions.verifyClientProof(
            ScramVerifier.MECHANISM, proof, verifier.storedKey(), authMessage);
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String attribute(String message, String name) {
    for (String part : message.split(",", -1)) {
      if (part.startsWith(name) && part.length() > name.length()) {
        return part.substring(name.length());
      }
    }
    throw Refusal.malformed("a message of SCRAM without " + name);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.malformed("a proof that is not base64");
    }
  }
}
