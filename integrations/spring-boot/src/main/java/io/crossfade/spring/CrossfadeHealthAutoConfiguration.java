package io.crossfade.spring;

import io.crossfade.client.Router;
import io.crossfade.client.dual.DualWriter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The router's health, as "crossfade". */
@AutoConfiguration(after = CrossfadeAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnSingleCandidate(Router.class)
public final class CrossfadeHealthAutoConfiguration {
  /** Apart, for its condition is itself a class that an application may not have. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnEnabledHealthIndicator("crossfade")
  static final class Indicator {
    @Bean
    @ConditionalOnMissingBean(name = "crossfadeHealthIndicator")
    RouterHealth crossfadeHealthIndicator(Router router, ObjectProvider<DualWriter> writers) {
      return new RouterHealth(router, () -> Writers.findings(writers.stream().toList()));
    }
  }
}
