package io.crossfade.spring;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.CrossfadeDataSource;
import io.crossfade.client.Router;
import io.crossfade.spring.CrossfadeProperties.Database;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ClassUtils;

/**
 * The application's DataSource, where both sides are named. The two pools are no candidates for
 * injection: nobody gets past the router by accident, and a target that is away while nobody needs
 * it does not make the application unhealthy. Neither connects before somebody asks.
 */
@AutoConfiguration(
    after = CrossfadeAutoConfiguration.class,
    beforeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({HikariDataSource.class, DelegatingDataSource.class})
@ConditionalOnBooleanProperty(name = "crossfade.enabled", matchIfMissing = true)
@Conditional(RoutedDataSourceAutoConfiguration.SideNamed.class)
public final class RoutedDataSourceAutoConfiguration {
  static final String SOURCE_POOL = "crossfadeSourcePool";
  static final String TARGET_POOL = "crossfadeTargetPool";

  @Bean(autowireCandidate = false)
  @ConfigurationProperties(prefix = "crossfade.source.hikari", ignoreUnknownFields = false)
  HikariDataSource crossfadeSourcePool(CrossfadeProperties properties) {
    return pool("source", properties.source());
  }

  @Bean(autowireCandidate = false)
  @ConfigurationProperties(prefix = "crossfade.target.hikari", ignoreUnknownFields = false)
  HikariDataSource crossfadeTargetPool(CrossfadeProperties properties) {
    return pool("target", properties.target());
  }

  @Bean
  DataSource dataSource(
      Router router, BeanFactory beans, ObjectProvider<ReaderKey> reader, Environment environment) {
    if (environment.containsProperty("spring.datasource.url")) {
      throw Misconfigured.property(
          "spring.datasource.url",
          "is set, and nobody would use it: the application's DataSource is the one over crossfade.source and"
              + " crossfade.target.",
          "Rename spring.datasource to crossfade.source, or remove it.");
    }
    SchemaTools.warnOf(environment, name -> ClassUtils.isPresent(name, null));
    CrossfadeDataSource routed =
        new CrossfadeDataSource(
            router,
            beans.getBean(SOURCE_POOL, HikariDataSource.class),
            beans.getBean(TARGET_POOL, HikariDataSource.class));
    return new ReaderDataSource(routed, reader.getIfAvailable(() -> () -> null));
  }

  private static HikariDataSource pool(String side, @Nullable Database database) {
    if (database == null || database.url() == null) {
      throw Misconfigured.property(
          "crossfade." + side + ".url",
          "is not set, and the other side's is.",
          "Set both, and the application gets a routed DataSource; or neither.");
    }
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName("crossfade-" + side);
    pool.setJdbcUrl(database.url());
    pool.setUsername(database.username());
    pool.setPassword(database.password() == null ? null : database.password().reveal());
    if (database.driverClassName() != null) {
      pool.setDriverClassName(database.driverClassName());
    }
    return pool;
  }

  static final class SideNamed extends AnyNestedCondition {
    SideNamed() {
      super(ConfigurationPhase.PARSE_CONFIGURATION);
    }

    @ConditionalOnProperty("crossfade.source.url")
    static final class Source {}

    @ConditionalOnProperty("crossfade.target.url")
    static final class Target {}
  }
}
