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
    String what = failure.fields().getOrDefault(Misconfigured.WHAT, failure.getMessage());
    return new FailureAnalysis(
        "Crossfade cannot begin (" + failure.code() + "): " + what,
        failure.fields().getOrDefault(Misconfigured.ACTION, USUAL),
        failure);
  }
}
