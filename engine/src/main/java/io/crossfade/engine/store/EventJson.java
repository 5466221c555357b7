package io.crossfade.engine.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.crossfade.engine.CrossfadeVersion;
import io.crossfade.engine.MigrationEvent;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Events as text. An event's type is the name of its record, which is therefore never changed.
///
/// Reading is strict: to skip over what one does not understand is to carry on from a state that
/// never was.
final class EventJson {
  private static final Map<String, Class<?>> TYPES =
      Stream.of(MigrationEvent.class.getPermittedSubclasses())
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          // only the components: isClean() follows from them
          .changeDefaultVisibility(v -> v.withIsGetterVisibility(Visibility.NONE))
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private EventJson() {}

  static String type(MigrationEvent event) {
    return event.getClass().getSimpleName();
  }

  static String write(MigrationEvent event) {
    return MAPPER.writeValueAsString(event);
  }

  /// @param version the Crossfade that wrote it
  static MigrationEvent read(String type, String body, String version) {
    if (new CrossfadeVersion(version).isNewerThan(CrossfadeVersion.current())) {
      // even one that looks as ours do: it may mean something else there
      throw unreadable(ErrorCode.CROSSFADE_TOO_OLD, type, version, null);
    }
    Class<?> record = TYPES.get(type);
    if (record == null) {
      throw unreadable(ErrorCode.DATABASE_FAILED, type, version, null);
    }
    try {
      return (MigrationEvent) MAPPER.readValue(body, record);
    } catch (JacksonException e) {
      throw unreadable(ErrorCode.DATABASE_FAILED, type, version, e);
    }
  }

  private static CrossfadeException unreadable(
      ErrorCode code, String type, String version, @Nullable Throwable cause) {
    return new CrossfadeException(
        code,
        "the control store has an event %s, written by Crossfade %s, that this Crossfade %s does not understand. Go on with version %s or a newer one."
            .formatted(type, version, CrossfadeVersion.current(), version),
        cause);
  }
}
