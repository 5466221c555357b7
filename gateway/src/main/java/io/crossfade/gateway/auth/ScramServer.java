package io.crossfade.gateway.auth;

import com.ongres.scram.common.ScramFunctions;
import io.crossfade.gateway.wire.Refusal;
import io.crossfade.gateway.wire.SqlState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// One client's proof by SCRAM-SHA-256 (RFC 5802 and 7677): two messages from him, two to him. The
/// arithmetic is the library's, which has no server of its own.
public final class ScramServer {
  public static final String MECHANISM = "SCRAM-SHA-256";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NONCE_CHARACTERS = 24;
  private static final int GS2_HEADER = 3;

  private final ScramVerifier verifier;
  private final String user;
  private String gs2Header = "";
  private String nonce = "";

  /// What the proof is over, as far as it is known.
  private String exchanged = "";

  public ScramServer(ScramVerifier verifier, String user) {
    this.verifier = verifier;
    this.user = user;
  }

  /// Answers `n,,n=,r=NONCE`. The name in it is not looked at: the startup packet had one.
  public String first(String message) {
    if (!message.startsWith("n,,") && !message.startsWith("y,,")) {
      throw Refusal.malformed("a first message of SCRAM that asks for what was not offered");
    }
    gs2Header = message.substring(0, GS2_HEADER);
    String bare = message.substring(GS2_HEADER);
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
    boolean sameHeader =
        same(attribute(withoutProof, "c="), base64(gs2Header.getBytes(StandardCharsets.UTF_8)));
    if (!sameNonce || !sameHeader || !proves(proof, authMessage)) {
      throw wrongPassword(user);
    }
    byte[] signature =
        ScramFunctions.serverSignature(ScramVerifier.MECHANISM, verifier.serverKey(), authMessage);
    return "v=" + base64(signature);
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
