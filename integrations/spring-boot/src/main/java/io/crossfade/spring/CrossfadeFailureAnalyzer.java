package io.crossfade.spring;

import io.crossfade.model.CrossfadeException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at a start that failed what is wrong and what to do, without a stack of beans. */
final class CrossfadeFailureAnalyzer extends AbstractFailureAnalyzer<CrossfadeException> {
  private static final String USUAL =
      "Do as the description says. docs/spring-boot.md of Crossfade has every property.";

  @Override
  protected FailureAnalysis analyze(Throwable root, CrossfadeException failure) {
    String action = failure.fields().get(Misconfigured.ACTION);
    String message = String.valueOf(failure.getMessage());
    String what = action == null ? message : message.replace(action, "").strip();
    return new FailureAnalysis(
        "Crossfade cannot begin (" + failure.code() + "): " + what,
        action == null ? USUAL : action,
        failure);
  }
}
