package io.crossfade.spring;

import io.crossfade.client.HoldCount;
import io.crossfade.client.Router;
import io.crossfade.client.stores.Crossfade;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** One router for the application, unless it brings one of its own. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "crossfade.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CrossfadeProperties.class)
public final class CrossfadeAutoConfiguration {
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean({Router.class, Crossfade.class})
  static final class OwnRouter {
    @Bean
    HoldCount crossfadeHolds() {
      return new HoldCount();
    }

    @Bean
    Router crossfadeRouter(
        CrossfadeProperties properties, HoldCount holds, Environment environment) {
      String named = environment.getProperty("spring.application.name", "application");
      String application = properties.application() == null ? named : properties.application();
      return new Opening(properties).open(application, holds);
    }
  }

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(Router.class)
  Crossfade crossfade(Router router, CrossfadeProperties properties) {
    return Crossfade.over(router, properties.ownWrites());
  }
}
