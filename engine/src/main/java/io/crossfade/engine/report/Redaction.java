package io.crossfade.engine.report;

import io.crossfade.engine.MigrationEvent;
import io.crossfade.engine.Recorded;
import io.crossfade.engine.shape.KnownTable;
import io.crossfade.model.Key;
import io.crossfade.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Takes out of what we tell whatever is nobody's business: secrets, and values of rows. Keys are
/// values. A key becomes a number that is the same wherever the key stands, and says nothing to
/// anybody, for the salt is forgotten with this object.
public final class Redaction {
  private static final int SALT = 32;
  private static final int SHOWN = 6;
  private static final int SHORTEST = 3;
  private static final String HIDDEN = "***";

  /// As [MigrationEvent.RowDiffers#text] says it, also in notes of older versions.
  private static final Pattern DRIFT =
      Pattern.compile("(?s)^drift: (\\S+) key (.*) is (MISSING|CHANGED|SURPLUS) on the (.*)$");

  private static final Pattern NO_VALUE =
      Pattern.compile("(?s)(the row of \\S+ with )(.*)( has no value for column )");

  /// Its own words may quote a row, whoever wrote the trigger that says them.
  private static final Pattern SERVER = Pattern.compile("(?s)\\bERROR: .*$");

  private static final Pattern PARAMETERS = Pattern.compile("(jdbc:[^\\s?;\"]+)[?;][^\\s\"]*");

  private final byte[] salt;
  private final List<String> secrets;

  /// @param secrets that are known here; they are hidden wherever they stand
  public Redaction(List<Secret> secrets) {
    this.salt = new byte[SALT];
    new SecureRandom().nextBytes(salt);
    this.secrets =
        secrets.stream().map(Secret::reveal).filter(s -> s.length() >= SHORTEST).toList();
  }

  public Recorded of(Recorded recorded) {
    return new Recorded(
        recorded.migration(),
        recorded.seq(),
        recorded.at(),
        recorded.version(),
        of(recorded.event()));
  }

  /// Its keys only.
  public MigrationEvent withoutKeys(MigrationEvent event) {
    if (event instanceof MigrationEvent.RowDiffers e) {
      return new MigrationEvent.RowDiffers(e.table(), of(e.key()), e.kind(), e.side(), e.columns());
    }
    return event instanceof MigrationEvent.RowRepaired e
        ? new MigrationEvent.RowRepaired(e.table(), of(e.key()), e.kind())
        : event;
  }

  /// A default may be data.
  private static Map<String, String> facts(Map<String, String> facts) {
    Map<String, String> told = new HashMap<>(facts);
    told.replaceAll((name, fact) -> KnownTable.isFact(name) ? withoutDefaults(fact) : fact);
    return told;
  }

  private static String withoutDefaults(String known) {
    return KnownTable.parse(known).withoutDefaults().text();
  }

  public MigrationEvent of(MigrationEvent event) {
    return switch (event) {
      case MigrationEvent.RowDiffers _, MigrationEvent.RowRepaired _ -> withoutKeys(event);
      case MigrationEvent.StepFailed e ->
          new MigrationEvent.StepFailed(e.step(), e.errorCode(), text(e.message()));
      case MigrationEvent.SwitchDecided e ->
          new MigrationEvent.SwitchDecided(e.number(), e.decision(), text(e.reason()));
      case MigrationEvent.Rehearsed e ->
          new MigrationEvent.Rehearsed(
              e.number(),
              e.from(),
              e.passed(),
              text(e.reason()),
              e.heldNanos(),
              e.refusals().stream().map(this::text).toList());
      case MigrationEvent.Paused e ->
          new MigrationEvent.Paused(e.by(), e.since(), text(e.reason()));
      case MigrationEvent.ApprovalRefused e ->
          new MigrationEvent.ApprovalRefused(e.step(), e.plan(), e.by(), text(e.reason()));
      case MigrationEvent.GateRefused e ->
          new MigrationEvent.GateRefused(e.gate(), text(e.reason()));
      case MigrationEvent.GateActed e ->
          new MigrationEvent.GateActed(
              e.gate(), e.state(), e.value(), text(e.condition()), text(e.text()), e.does());
      case MigrationEvent.ReactionRevoked e ->
          new MigrationEvent.ReactionRevoked(e.by(), e.gate(), text(e.why()));
      case MigrationEvent.Mended e ->
          new MigrationEvent.Mended(text(e.what()), text(e.where()), text(e.done()));
      case MigrationEvent.StepFinished e ->
          new MigrationEvent.StepFinished(e.step(), facts(e.facts()));
      case MigrationEvent.TableTakenUp e ->
          new MigrationEvent.TableTakenUp(
              e.table(), e.due(), withoutDefaults(e.known()), text(e.what()));
      case MigrationEvent.Noted e -> new MigrationEvent.Noted(text(e.message()));
      case MigrationEvent.MigrationCreated e ->
          new MigrationEvent.MigrationCreated(text(e.manifestDigest()), e.crossfadeVersion());
      case MigrationEvent.ProcessStarted _,
          MigrationEvent.StoreRestored _,
          MigrationEvent.StepStarted _,
          MigrationEvent.TableFollowed _,
          MigrationEvent.StepUndone _,
          MigrationEvent.RoutePublished _,
          MigrationEvent.SwitchStarted _,
          MigrationEvent.RehearsalStarted _,
          MigrationEvent.SwitchFinished _,
          MigrationEvent.Resumed _,
          MigrationEvent.ApprovalAsked _,
          MigrationEvent.ApprovalGiven _,
          MigrationEvent.LogGivenUp _,
          MigrationEvent.FailedOver _,
          MigrationEvent.ThrottleSet _,
          MigrationEvent.TargetGivenUp _,
          MigrationEvent.FencedSideWritten _,
          MigrationEvent.EqualityChanged _,
          MigrationEvent.BaselineMeasured _,
          MigrationEvent.TrafficCounted _,
          MigrationEvent.RolloutStepBegun _,
          MigrationEvent.BakeStarted _,
          MigrationEvent.BakeEnded _,
          MigrationEvent.AnomalySeen _,
          MigrationEvent.VerdictReached _,
          MigrationEvent.MigrationEnded _ ->
          event;
    };
  }

  public Key of(Key key) {
    return Key.of(number(String.join("\u0000", key.values())));
  }

  /// Free text, such as an error's message.
  public String text(String text) {
    String said = text;
    if (said.startsWith("drift: ")) {
      var drift = DRIFT.matcher(said);
      return drift.matches()
          ? "drift: %s key %s is %s on the %s"
              .formatted(drift.group(1), number(drift.group(2)), drift.group(3), drift.group(4))
          : "drift: " + HIDDEN;
    }
    said = NO_VALUE.matcher(said).replaceAll(m -> m.group(1) + number(m.group(2)) + m.group(3));
    said = SERVER.matcher(said).replaceAll("(the server's own words are left out)");
    return secretless(said);
  }

  /// Without secrets only: for what holds no rows, and is to stay readable.
  public String secretless(String text) {
    String said = PARAMETERS.matcher(text).replaceAll("$1?" + HIDDEN);
    for (String secret : secrets) {
      said = said.replace(secret, HIDDEN);
    }
    return said;
  }

  private String number(String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
      return "#" + HexFormat.of().formatHex(hash, 0, SHOWN);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
