package io.crossfade.engine;

import io.crossfade.engine.MigrationEvent.GateActed;
import io.crossfade.engine.MigrationEvent.RolloutStepBegun;
import io.crossfade.engine.manifest.GateRule.Reaction;
import io.crossfade.engine.shape.Due;
import io.crossfade.engine.shape.KnownTable;
import io.crossfade.engine.steps.Finish;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import io.crossfade.model.TableName;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which steps are behind a migration and which one is under way.
///
/// @param current started, and not yet finished or undone; a failed step stays current, for it may
///   have done a part
/// @param lastError why the current step stands still; null while it runs
/// @param ending CLEANUP or ABORT once begun: from then on only that can be continued
/// @param facts what each finished step left for later ones
/// @param pause null while nobody has paused the migration
/// @param rollout how far the rollout is; null before it, where it begins anew, and after it
/// @param pace what a person has said about the pace of copy and comparison
public record Progress(
    @Nullable StepName current,
    MigrationEvent.@Nullable StepFailed lastError,
    @Nullable StepName ending,
    Map<StepName, Map<String, String>> facts,
    @Nullable Pause pause,
    @Nullable RolloutPlace rollout,
    PaceSetting pace) {

  private static final String LOG_GIVEN_UP = "log given up";
  private static final String SERVER = "server ";

  static final Progress NONE =
      new Progress(null, null, null, Map.of(), null, null, PaceSetting.ADAPTIVE);

  public Progress {
    facts = Map.copyOf(facts);
  }

  public boolean hasFinished(StepName step) {
    return facts.containsKey(step);
  }

  public Optional<String> fact(StepName step, String name) {
    return Optional.ofNullable(facts.getOrDefault(step, Map.of()).get(name));
  }

  /// Whether the manifest has given the rollback after the cutover up.
  public boolean isOneWay() {
    return fact(StepName.FINISH, Finish.REVERSE).filter(Finish.NONE::equals).isPresent();
  }

  /// The step at whose end a server keeps its log for that stream.
  public static StepName keeps(Direction direction) {
    return direction == Direction.FORWARD ? StepName.PREPARE : StepName.FINISH;
  }

  /// Why there is no log for the stream any more; empty while there is, and before there is any.
  Optional<String> logGivenUp(Direction direction) {
    return fact(keeps(direction), LOG_GIVEN_UP);
  }

  Progress gaveUp(Direction direction, String why) {
    StepName step = keeps(direction);
    Map<String, String> more = new HashMap<>(facts.getOrDefault(step, Map.of()));
    more.put(LOG_GIVEN_UP, why);
    return finished(step, more, current);
  }

  /// On which server a side is; empty before PREPARE, and where an older version has prepared.
  Optional<KnownServer> server(Side side) {
    return fact(StepName.PREPARE, serverFact(side)).map(KnownServer::parse);
  }

  /// The name of the fact of PREPARE that says on which server a side is.
  public static String serverFact(Side side) {
    return SERVER + side;
  }

  Progress failedOver(Side side, String server) {
    return with(serverFact(side), server);
  }

  Progress takenUp(KnownTable table) {
    return with(table);
  }

  /// What was adjusted has to be compared before it counts as the same.
  Progress followed(TableName table) {
    return fact(StepName.PREPARE, KnownTable.fact(table))
        .map(KnownTable::parse)
        .map(known -> with(known.due(known.due() == Due.ADJUST ? Due.COMPARE : Due.NOTHING)))
        .orElse(this);
  }

  private Progress with(KnownTable table) {
    return with(KnownTable.fact(table.name()), table.text());
  }

  private Progress with(String fact, String value) {
    Map<String, String> more = new HashMap<>(facts.getOrDefault(StepName.PREPARE, Map.of()));
    more.put(fact, value);
    return finished(StepName.PREPARE, more, current);
  }

  Progress started(StepName step) {
    boolean ends = step == StepName.CLEANUP || step == StepName.ABORT;
    return new Progress(
        step, null, ends ? step : ending, facts, ends ? null : pause, rollout, pace);
  }

  Progress finished(StepName step, Map<String, String> left) {
    return finished(step, left, null);
  }

  private Progress finished(
      StepName step, Map<String, String> left, @Nullable StepName stillCurrent) {
    Map<StepName, Map<String, String>> more = new EnumMap<>(StepName.class);
    more.putAll(facts);
    more.put(step, left);
    return new Progress(
        stillCurrent,
        stillCurrent == null ? null : lastError,
        ending,
        more,
        pause,
        step == StepName.SHIFT_READS ? null : rollout,
        pace);
  }

  Progress failed(MigrationEvent.StepFailed failure) {
    return new Progress(current, failure, ending, facts, pause, rollout, pace);
  }

  Progress paused(@Nullable Pause now) {
    RolloutPlace place =
        rollout != null && pause != null && now == null ? rollout.resumedAfter(pause) : rollout;
    return new Progress(current, lastError, ending, facts, now, place, pace);
  }

  Progress rolledOut(RolloutStepBegun e) {
    return with(RolloutPlace.of(e));
  }

  /// Reads that go back to where writes are move again from the first step on.
  Progress acted(GateActed e, Side authoritative) {
    boolean back = e.does() == Reaction.ROLLBACK && authoritative == Side.SOURCE;
    return with(back ? null : rollout);
  }

  private Progress with(@Nullable RolloutPlace now) {
    return new Progress(current, lastError, ending, facts, pause, now, pace);
  }

  Progress paced(PaceSetting now) {
    return new Progress(current, lastError, ending, facts, pause, rollout, now);
  }

  Progress undone(StepName step) {
    Map<StepName, Map<String, String>> fewer = new EnumMap<>(StepName.class);
    fewer.putAll(facts);
    fewer.remove(step);
    return new Progress(
        current == step ? null : current, lastError, ending, fewer, pause, null, pace);
  }
}
