package io.crossfade.spec;

import static org.assertj.core.api.Assertions.assertThat;

import edu.mit.csail.sdg.alloy4.A4Reporter;
import edu.mit.csail.sdg.ast.Command;
import edu.mit.csail.sdg.ast.CommandScope;
import edu.mit.csail.sdg.parser.CompModule;
import edu.mit.csail.sdg.parser.CompUtil;
import edu.mit.csail.sdg.translator.A4Options;
import edu.mit.csail.sdg.translator.A4Solution;
import edu.mit.csail.sdg.translator.TranslateAlloyToKodkod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kodkod.engine.satlab.SATFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Puts the model in docs/spec to the solver: the promises hold with all rules, and taking out any
/// one rule breaks one of them. How to look further than here: docs/spec/README.md.
class SpecTest {
  private static final Path SPEC = Path.of("..", "..", "docs", "spec");
  private static final int MORE_STEPS = Integer.getInteger("spec.steps", 0);
  private static final int MORE_ATOMS = Integer.getInteger("spec.atoms", 0);

  private static final Pattern RULES = Pattern.compile("(?s)enum Rule \\{(.*?)\\}");
  private static final Pattern COMMENT = Pattern.compile("--.*");
  private static final Pattern WITHOUT =
      Pattern.compile(
          "(?m)^check Without(\\w+) \\{ without\\[\\1] implies always \\w+ } for .* expect 1$");
  private static final Pattern WITH_ALL =
      Pattern.compile("(?m)^check AllRules \\{ Kept = Rule implies always \\w+ } for .* expect 0$");
  private static final Pattern CAN_HAPPEN = Pattern.compile("(?m)^run \\w+ \\{\\s+Kept = Rule\\b");

  record Question(Path file, CompModule module, Command command) {
    @Override
    public String toString() {
      return file.getFileName() + " " + command.label;
    }
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(SPEC)) {
      return files.filter(file -> file.toString().endsWith(".als")).sorted().toList();
    }
  }

  static List<Question> questions() throws IOException {
    return files().stream()
        .flatMap(file -> {
          CompModule module =
              CompUtil.parseEverything_fromFile(A4Reporter.NOP, null, file.toString());
          return module.getAllCommands().stream().map(c -> new Question(file, module, c));
        })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void isAnsweredAsExpected(Question question) {
    Command command = widened(question.command());
    A4Options options = new A4Options();
    options.solver = SATFactory.get("sat4j");
    long start = System.nanoTime();
    A4Solution solution =
        TranslateAlloyToKodkod.execute_command(
            A4Reporter.NOP, question.module().getAllReachableSigs(), command, options);
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    boolean found = solution.satisfiable();
    System.out.printf(
        "%-44s %-28s %6d ms%n",
        question, found ? "a trace of " + solution.getTraceLength() + " states" : "none", millis);

    assertThat(found)
        .as(
            "%s: %s\n%s",
            question,
            command.check ? "is there a counterexample?" : "can it happen?",
            found ? Story.of(solution) : "")
        .isEqualTo(command.expects == 1);
  }

  /// So that no rule stands in a model for decoration, and no promise holds because nothing can
  /// happen.
  @ParameterizedTest
  @MethodSource("files")
  void everyRuleIsTakenOutOnce(Path file) throws IOException {
    String text = Files.readString(file);
    MatchResult rules = RULES.matcher(text).results().findFirst().orElseThrow();
    List<String> names =
        Pattern.compile("\\w+")
            .matcher(COMMENT.matcher(rules.group(1)).replaceAll(""))
            .results()
            .map(MatchResult::group)
            .toList();
    List<String> takenOut = WITHOUT.matcher(text).results().map(m -> m.group(1)).toList();
    assertThat(takenOut).as("checks `Without...` of %s", file).containsExactlyElementsOf(names);
    assertThat(text).as("the check with all rules").containsPattern(WITH_ALL);
    assertThat(text).as("a run that shows what can happen").containsPattern(CAN_HAPPEN);
    assertThat(text).contains("pred without [r : Rule] { Kept = Rule - r }");
  }

  /// Further than is quick enough for every build; only where nothing is to be found.
  private static Command widened(Command command) {
    assertThat(command.expects).as("%s says what it expects", command.label).isIn(0, 1);
    if (command.expects == 1 || MORE_STEPS + MORE_ATOMS == 0) {
      return command;
    }
    List<CommandScope> scope =
        command.scope.stream()
            .map(s -> new CommandScope(s.sig, s.isExact, s.startingScope + MORE_ATOMS))
            .toList();
    return new Command(
        command.pos,
        command.nameExpr,
        command.label,
        command.check,
        command.overall + MORE_ATOMS,
        command.bitwidth,
        command.maxseq,
        command.minprefix + MORE_STEPS,
        command.maxprefix + MORE_STEPS,
        command.expects,
        scope,
        command.additionalExactScopes,
        command.commandKeyword,
        command.formula,
        command.parent);
  }
}
