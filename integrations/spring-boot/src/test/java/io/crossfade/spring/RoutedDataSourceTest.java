package io.crossfade.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.crossfade.client.CrossfadeDataSource;
import io.crossfade.model.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Without databases: neither pool connects before somebody asks. */
@Timeout(60)
class RoutedDataSourceTest {
  private static final String SOURCE = "crossfade.source.url=jdbc:postgresql://nowhere.invalid/old";
  private static final String TARGET = "crossfade.target.url=jdbc:postgresql://nowhere.invalid/new";

  @TempDir Path directory;
  private RouteServer plane;
  private ApplicationContextRunner application;

  @BeforeEach
  void serve() throws IOException {
    plane = new RouteServer(Route.initial("shop"));
    application =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    CrossfadeAutoConfiguration.class,
                    RoutedDataSourceAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class))
            .withUserConfiguration(Wants.class)
            .withPropertyValues("crossfade.connection-file=" + plane.connectionFile(directory));
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void bothSidesMakeOneDataSourceAndNobodyIsGivenAPool() {
    application
        .withPropertyValues(
            SOURCE,
            TARGET,
            "crossfade.source.username=shop",
            "crossfade.source.password=planted-password",
            "crossfade.target.hikari.maximum-pool-size=7",
            "crossfade.target.hikari.data-source-properties.reWriteBatchedInserts=true")
        .run(context -> {
          DataSource only = context.getBeanProvider(DataSource.class).getObject();
          assertThat(only.unwrap(CrossfadeDataSource.class)).isNotNull();
          assertThat(context.getBean(JdbcTemplate.class).getDataSource()).isSameAs(only);
          assertThat(context.getBean(Wants.class).all).containsExactly(only);
          HikariDataSource source = pool(context, "crossfadeSourcePool");
          assertThat(source.getUsername()).isEqualTo("shop");
          assertThat(source.getPassword()).isEqualTo("planted-password");
          assertThat(source.getPoolName()).isEqualTo("crossfade-source");
          assertThat(source.isRunning()).isFalse();
          HikariDataSource target = pool(context, "crossfadeTargetPool");
          assertThat(target.getMaximumPoolSize()).isEqualTo(7);
          assertThat(target.getDataSourceProperties())
              .containsEntry("reWriteBatchedInserts", "true");
          assertThat(context.getBean(CrossfadeProperties.class).toString())
              .contains("shop")
              .doesNotContain("planted-password");
        });
  }

  private static HikariDataSource pool(BeanFactory beans, String name) {
    return beans.getBean(name, HikariDataSource.class);
  }

  /** Whoever asks for every DataSource there is. */
  @Configuration(proxyBeanMethods = false)
  static class Wants {
    final List<DataSource> all;

    Wants(ObjectProvider<DataSource> all) {
      this.all = all.stream(ObjectProvider.UNFILTERED).toList();
    }
  }

  @Test
  void oneSideAloneIsRefused() {
    application
        .withPropertyValues(SOURCE)
        .run(context ->
            assertThat(context)
                .getFailure()
                .hasStackTraceContaining("crossfade.target.url is not set"));
    application
        .withPropertyValues(TARGET)
        .run(context ->
            assertThat(context)
                .getFailure()
                .hasStackTraceContaining("crossfade.source.url is not set"));
  }

  @Test
  void aDatabaseThatNobodyWouldUseIsRefused() {
    application
        .withPropertyValues(SOURCE, TARGET, "spring.datasource.url=jdbc:postgresql://host/old")
        .run(context ->
            assertThat(context)
                .getFailure()
                .hasStackTraceContaining("Rename spring.datasource to crossfade.source"));
  }

  @Test
  void aSettingOfThePoolThatIsMisspeltIsRefused() {
    application
        .withPropertyValues(SOURCE, TARGET, "crossfade.source.hikari.maximum-pol-size=7")
        .run(context ->
            assertThat(context).getFailure().rootCause().hasMessageContaining("maximum-pol-size"));
  }

  @Test
  void withoutSidesTheApplicationsDataSourceIsItsOwn() {
    application
        .withPropertyValues("spring.datasource.url=jdbc:postgresql://nowhere.invalid/own")
        .run(context -> {
          DataSource own = context.getBean(DataSource.class);
          assertThat(own).isInstanceOf(HikariDataSource.class);
        });
  }
}
