package io.crossfade.e2e.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who may know whom. Maven's modules keep the big directions; these rules keep what a module could
/// still do wrong.
class ArchitectureTest {
  /// Those of this module, wherever a build keeps them, and of modules that share theirs.
  private static final ImportOption NO_TESTS =
      where -> !where.contains("/test-classes/") && !where.contains("-tests.jar");

  private static final JavaClasses HOUSE =
      new ClassFileImporter().withImportOption(NO_TESTS).importPackages("io.crossfade");

  @Test
  void everyModuleIsLookedAt() {
    for (String module :
        List.of(
            "model",
            "client",
            "gateway",
            "adapters",
            "openfeature",
            "spring",
            "connector",
            "postgresql",
            "memory",
            "transfer",
            "engine",
            "dashboard",
            "demo",
            "bench")) {
      assertThat(HOUSE.containPackage("io.crossfade." + module)).as(module).isTrue();
    }
  }

  @Test
  void onlyConnectorsNameADatabase() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.crossfade.postgresql..",
            "io.crossfade.mysql..",
            "io.crossfade.engine.store..",
            "io.crossfade.servers..",
            "io.crossfade.mysqlservers..",
            "io.crossfade.demo..",
            "io.crossfade.bench..") // whose peers are others' programs and drivers
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.postgresql..", "com.mysql..", "org.mariadb..", "com.github.shyiko..", "org.h2..")
        .because(
            "another database must fit without a change here: ask for what you need in the SPI"
                + " (connector/) and do it in a connector; only the control store may"
                + " name its own two databases")
        .check(HOUSE);
  }

  @Test
  void connectorsKnowNeitherTransferNorEngine() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.crossfade.connector..",
            "io.crossfade.postgresql..",
            "io.crossfade.mysql..",
            "io.crossfade.memory..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.transfer..",
            "io.crossfade.engine..",
            "io.crossfade.server..",
            "io.crossfade.cli..")
        .because(
            "a connector only answers what its database can do: let the caller pass in what you"
                + " need, or move the decision to transfer/")
        .check(HOUSE);
  }

  @Test
  void transferDoesNotKnowTheEngine() {
    noClasses()
        .that()
        .resideInAPackage("io.crossfade.transfer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.engine..",
            "io.crossfade.server..",
            "io.crossfade.cli..",
            "io.crossfade.postgresql..",
            "io.crossfade.mysql..")
        .because(
            "its tasks also run on other people's workers: put the value into the task, or answer"
                + " with a result that the engine turns into an event")
        .check(HOUSE);
  }

  /// Else the simulation would no longer be the same for the same seed (docs/simulation.md).
  @Test
  void transferAndEngineTakeTimeAndThreadsAsGiven() {
    noClasses()
        .that()
        .resideInAnyPackage("io.crossfade.transfer..", "io.crossfade.engine..")
        .and()
        .resideOutsideOfPackage("io.crossfade.engine.store..")
        .and()
        .haveNameNotMatching("io\\.crossfade\\.(transfer\\.Timing.*|engine\\.Machine)")
        .should()
        .callMethodWhere(new MachineCall())
        .because(
            "they run under a seeded simulation too: take time from transfer/Timing, wait through"
                + " transfer/Watched, and use the executors that are passed")
        .check(HOUSE);
  }

  @Test
  void theEngineDoesNotKnowWhoServesIt() {
    noClasses()
        .that()
        .resideInAPackage("io.crossfade.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.server..",
            "io.crossfade.dashboard..",
            "io.crossfade.cli..",
            "io.crossfade.client..",
            "io.crossfade.postgresql..",
            "io.crossfade.mysql..",
            "io.javalin..",
            "picocli..")
        .because(
            "the word walks cli -> server -> engine -> transfer: offer an interface or an event in"
                + " engine/, and let the server use it")
        .check(HOUSE);
  }

  @Test
  void theServerDoesNotKnowTheCommandLine() {
    noClasses()
        .that()
        .resideInAPackage("io.crossfade.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.cli..", "picocli..", "io.crossfade.postgresql..", "io.crossfade.mysql..")
        .because("commands call routes and never the other way: move what both need into engine/")
        .check(HOUSE);
  }

  @Test
  void theClientKnowsNothingButTheModel() {
    classes()
        .that()
        .resideInAPackage("io.crossfade.client..")
        .and()
        .resideOutsideOfPackages(
            "io.crossfade.client.resilience..", "io.crossfade.client.metrics..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.client..",
            "io.crossfade.model..",
            "java..",
            "javax.sql..",
            "org.jspecify..")
        .because(
            "it runs inside other people's applications: read what you need through a RouteSource,"
                + " and add no library")
        .check(HOUSE);
  }

  @Test
  void integrationsKnowTheClientAndTheirFrameworkAlone() {
    classes()
        .that()
        .resideInAPackage("io.crossfade.openfeature..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.openfeature..",
            "io.crossfade.client..",
            "io.crossfade.model..",
            "dev.openfeature..",
            "java..",
            "org.jspecify..")
        .because("it says as flags what the router decides: what is decided belongs into client/")
        .check(HOUSE);
    classes()
        .that()
        .resideInAPackage("io.crossfade.spring..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.spring..",
            "io.crossfade.client..",
            "io.crossfade.model..",
            "org.springframework..",
            "com.zaxxer.hikari..",
            "io.micrometer..",
            "java..",
            "javax.sql..",
            "org.jspecify..")
        .because(
            "it makes the client of properties: what the client cannot do belongs into client/")
        .check(HOUSE);
    noClasses()
        .that()
        .resideOutsideOfPackages("io.crossfade.openfeature..", "io.crossfade.spring..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.openfeature..",
            "io.crossfade.spring..",
            "dev.openfeature..",
            "org.springframework..")
        .because("nobody is to bring a framework into an application that does not have it")
        .check(HOUSE);
  }

  @Test
  void optionalLibrariesAreTouchedByTheirOwnPackageOnly() {
    noClasses()
        .that()
        .resideInAPackage("io.crossfade.client..")
        .and()
        .resideOutsideOfPackages(
            "io.crossfade.client.resilience..", "io.crossfade.client.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.crossfade.client.resilience..", "io.crossfade.client.metrics..")
        .because(
            "an application without Resilience4j or Micrometer must load neither: let the"
                + " application make those objects, and take them by an interface of client/")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("io.crossfade.client.resilience..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .because("each of the two is of use without the other: count in client/, and read it there")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("io.crossfade.client.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.github.resilience4j..")
        .because("each of the two is of use without the other: count in client/, and read it there")
        .check(HOUSE);
  }

  @Test
  void theGatewayIsARouterLikeAnyOther() {
    noClasses()
        .that()
        .resideInAPackage("io.crossfade.gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.engine..",
            "io.crossfade.server..",
            "io.crossfade.cli..",
            "io.crossfade.connector..",
            "io.crossfade.transfer..",
            "java.sql..")
        .because(
            "it learns its route as an application does and speaks to databases by their protocol,"
                + " on event loops that must not wait: read what you need through client/Router,"
                + " and ask a database by frames")
        .check(HOUSE);
  }

  @Test
  void anAdapterIsARouterLikeAnyOther() {
    noClasses()
        .that()
        .resideInAPackage("io.crossfade.adapters..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.crossfade.engine..",
            "io.crossfade.server..",
            "io.crossfade.cli..",
            "io.crossfade.connector..",
            "io.crossfade.transfer..",
            "io.crossfade.gateway..",
            "java.sql..")
        .because(
            "it learns its route as an application does, and leads a program by what that offers to"
                + " its operators: read what you need through client/RouteSource, and let cli/ turn"
                + " a manifest into settings")
        .check(HOUSE);
  }

  /// Of the event loops nobody else needs to know.
  @Test
  void onlyTheGatewayKnowsNetty() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.crossfade.gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .because("the other modules have threads that may wait: use the JDK's sockets and clients")
        .check(HOUSE);
  }

  @Test
  void theModelDependsOnNothing() {
    classes()
        .that()
        .resideInAPackage("io.crossfade.model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.crossfade.model..", "java..", "org.jspecify..")
        .because(
            "everybody shares its words: parse and print them where the library is, in engine/ or"
                + " in a connector")
        .check(HOUSE);
  }

  @Test
  void productCodeStartsNoTestServers() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.crossfade.servers..",
            "io.crossfade.mysqlservers..",
            "io.crossfade.demo..",
            "io.crossfade.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.crossfade.servers..", "io.crossfade.mysqlservers..")
        .because("embedded servers are for tests, the demo and benchmarks: take a JDBC URL instead")
        .check(HOUSE);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.crossfade.memory..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.crossfade.memory..")
        .because("the database in memory is for tests: it keeps nothing when the process ends")
        .check(HOUSE);
  }
}
