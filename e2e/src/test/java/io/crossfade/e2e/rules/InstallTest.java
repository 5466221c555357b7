package io.crossfade.e2e.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What is installed, as far as it can be looked at without being installed.
class InstallTest {
  private static final Path CHART = Path.of("../ops/helm/crossfade");

  @TempDir Path directory;

  private record Ended(int code, String said) {}

  /// Such a file would hold passwords, tokens and rows.
  @Test
  void noProcessLeavesItsMemoryInAFile() throws Exception {
    assertThat(Files.readAllLines(Path.of("../cli/jvm.options")))
        .contains("-XX:-CreateCoredumpOnCrash")
        .noneMatch(line -> line.contains("HeapDump"));
  }

  @Test
  void helmFindsNothingWrong() {
    LintResult result = new Helm(CHART).lint().strict().call();
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).noneMatch(message -> message.startsWith("[WARNING]"));
  }

  @Test
  void theChartGivesTheServerItsConfigurationAndNoSecret() {
    String made = chart().set("environmentSecret", "crossfade-passwords").call();
    assertThat(made)
        .contains("address: 0.0.0.0", "secretRef: {name: crossfade-passwords}", "scheme: HTTPS")
        .contains("readOnlyRootFilesystem: true", "runAsNonRoot: true")
        .doesNotContain("kind: Secret");
    assertThat(chart().set("tlsSecret", "").call()).doesNotContain("HTTPS", "name: tls");
    assertThatThrownBy(() -> chart().set("replicas", 2).call())
        .hasMessageContaining("several replicas need a PostgreSQL store");
  }

  @Test
  void theChartHasAGatewayWhereOneIsAskedFor() throws Exception {
    assertThat(chart().call()).doesNotContain("6432", "kind: Deployment");
    assertThatThrownBy(() -> chart().set("gateway.enabled", true).call())
        .hasMessageContaining("the gateway needs the migration's manifest");
    String manifest = "migration: shop\ngateway: {inside: false}\n";
    Path file = Files.writeString(directory.resolve("shop.yaml"), manifest);
    String made =
        chart()
            .set("gateway.enabled", true)
            .setFile("gateway.manifest", file)
            .set("gateway.tlsSecret", "shop-tls")
            .call();
    JsonNode pod = null;
    for (JsonNode one : documents(made)) {
      switch (one.path("kind").asString() + " " + one.at("/metadata/name").asString()) {
        case "Deployment one-gateway" -> pod = one.at("/spec/template/spec");
        case "ConfigMap one-gateway" ->
            assertThat(one.at("/data/manifest.yaml").asString()).isEqualTo(manifest);
        case "Service one-gateway" ->
            assertThat(one.at("/spec/selector").get("app.kubernetes.io/name").asString())
                .isEqualTo("crossfade-gateway");
        default -> {}
      }
    }
    assertThat(pod).isNotNull();
    JsonNode container = pod.at("/containers/0");
    assertThat(container.get("args").valueStream().map(JsonNode::asString))
        .containsExactly(
            "gateway",
            "/etc/crossfade/manifest.yaml",
            "--server=https://one:7400",
            "--token-file=/etc/crossfade/routes/token",
            "--route-file=/var/lib/crossfade/last.route",
            "--port=6432");
    assertThat(names(container.get("volumeMounts")))
        .containsExactlyElementsOf(names(pod.get("volumes")))
        .contains("tls");
    assertThat(pod.get("terminationGracePeriodSeconds").asInt()).isEqualTo(45);
  }

  private static List<String> names(JsonNode list) {
    return list.valueStream().map(one -> one.get("name").asString()).toList();
  }

  private static List<JsonNode> documents(String yaml) {
    YAMLMapper mapper = new YAMLMapper();
    return Stream.of(yaml.split("(?m)^---$")).map(mapper::readTree).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "crossfade.service, crossfade server --config",
    "crossfade-gateway@.service, crossfade gateway ${MANIFEST} --server",
  })
  void systemdTakesTheUnits(String name, String command) throws Exception {
    Path unit = directory.resolve(name.replace("@", "@blue"));
    String text = Files.readString(Path.of("../ops/systemd").resolve(name));
    assertThat(text).contains("ExecStart=/opt/crossfade/bin/" + command);
    Files.writeString(unit, text.replace("/opt/crossfade/bin/crossfade", "/bin/true"));
    assumeThat(Path.of("/usr/bin/systemd-analyze")).exists();
    Ended checked = run("/usr/bin/systemd-analyze", "verify", unit.toString());
    assertThat(checked.said()).doesNotContain("Unknown", "ignoring");
    assertThat(checked.code()).as(checked.said()).isZero();
  }

  @Test
  void theStarterSaysWhatItLacks() throws Exception {
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    Path started = directory.resolve("install/bin/crossfade");
    Files.createDirectories(started.getParent());
    Files.copy(Path.of("../dist/src/bin/crossfade"), started);
    fake(java, "17");
    Ended old = run("env", "JAVA_HOME=" + directory.resolve("jdk"), "sh", started.toString());
    assertThat(old.code()).isEqualTo(1);
    assertThat(old.said()).contains("this needs Java 25", "is 17");
    fake(java, "25");
    Ended ran =
        run("env", "JAVA_HOME=" + directory.resolve("jdk"), "sh", started.toString(), "a b");
    assertThat(ran.code()).as(ran.said()).isZero();
    assertThat(ran.said())
        .contains("@" + directory.toRealPath().resolve("install/conf/jvm.options"))
        .contains("io.crossfade.cli.Main|a b|");
  }

  /// Says its version, or what it was given.
  private static void fake(Path java, String version) throws IOException {
    Files.writeString(
        java,
        """
        #!/bin/sh
        case $1 in
          -XshowSettings*) echo "    java.specification.version = %s" >&2 ;;
          *) printf '%%s|' "$@" ;;
        esac
        """
            .formatted(version));
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private static TemplateCommand chart() {
    return new Helm(CHART).template().withName("one").withKubeVersion("1.33.0");
  }

  private static Ended run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }
}
