package io.crossfade.server;

import io.crossfade.engine.Control;
import io.crossfade.engine.audit.Act;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of a request, for the audit.
///
/// @param code `done`, or the code of the problem
record Outcome(String code, String details) {
  private static final int FIRST_ERROR = 400;

  static Outcome of(Context answer) {
    @Nullable Outcome noted = answer.attribute(Outcome.class.getName());
    if (noted != null) {
      return noted;
    }
    return answer.statusCode() < FIRST_ERROR
        ? new Outcome("done", "")
        : new Outcome("HTTP", Act.details(Map.of("status", "" + answer.statusCode())));
  }

  /// Its words stay out: an error may quote anything.
  static void note(Context answer, Problem problem) {
    note(answer, problem.title(), Map.of("status", "" + problem.status()));
  }

  /// One that was tried and taken back is answered like one that was made.
  static void note(Context answer, Object report) {
    if (report instanceof Control.SwitchReport made) {
      noteSwitch(answer, made);
    } else if (report instanceof Control.AdvanceReport advanced) {
      noteSwitch(answer, advanced.report());
    }
  }

  private static void noteSwitch(Context answer, Control.SwitchReport report) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("switch", "" + report.number());
    details.put("decision", report.decision().name());
    note(answer, "done", details);
  }

  private static void note(Context answer, String code, Map<String, String> details) {
    answer.attribute(Outcome.class.getName(), new Outcome(code, Act.details(details)));
  }
}
