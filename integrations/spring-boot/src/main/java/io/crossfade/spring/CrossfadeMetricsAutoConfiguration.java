package io.crossfade.spring;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.crossfade.client.HoldCount;
import io.crossfade.client.Router;
import io.crossfade.client.dual.DualWriter;
import io.crossfade.client.metrics.FindingsMetrics;
import io.crossfade.client.metrics.RouterMetrics;
import io.crossfade.client.metrics.ShadowMetrics;
import io.crossfade.client.shadow.Laboratory;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Binders, which Spring Boot brings to whatever registry there is. */
@AutoConfiguration(
    after = {CrossfadeAutoConfiguration.class, RoutedDataSourceAutoConfiguration.class})
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnSingleCandidate(Router.class)
public final class CrossfadeMetricsAutoConfiguration {
  /** Only with the router that we have made: of another one nobody knows who hears its holds. */
  @Bean
  @ConditionalOnBean(HoldCount.class)
  MeterBinder crossfadeRouterMetrics(Router router, HoldCount holds) {
    return new RouterMetrics(router, holds);
  }

  @Bean
  MeterBinder crossfadeFindingsMetrics(
      Router router, ObjectProvider<DualWriter> writers, ObjectProvider<Laboratory> laboratory) {
    String migration = router.route().migration();
    return registry -> {
      List<DualWriter> all = writers.stream().toList();
      if (!all.isEmpty()) {
        new FindingsMetrics(migration, () -> Writers.findings(all)).bindTo(registry);
      }
      laboratory.ifUnique(one -> new ShadowMetrics(migration, one).bindTo(registry));
    };
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HikariDataSource.class)
  @ConditionalOnBean(name = RoutedDataSourceAutoConfiguration.SOURCE_POOL)
  static final class PoolMetrics {
    /** Spring Boot looks at pools that may be injected only, and these may not. */
    @Bean
    MeterBinder crossfadePoolMetrics(BeanFactory beans) {
      return registry -> {
        for (String name :
            List.of(
                RoutedDataSourceAutoConfiguration.SOURCE_POOL,
                RoutedDataSourceAutoConfiguration.TARGET_POOL)) {
          HikariDataSource pool = beans.getBean(name, HikariDataSource.class);
          if (pool.getMetricsTrackerFactory() == null) {
            pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
          }
        }
      };
    }
  }
}
