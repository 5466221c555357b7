package io.crossfade.bench.all;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Each of the other commands with its defaults, in a process of its own, and their results in a
/// page. Ends with 1 where one of them could not be run: the page says which, and why.
@Command(
    name = "all",
    mixinStandardHelpOptions = true,
    description = {
      "All of the others, one after the other, each with its defaults: more than an hour.",
      "What they print is written into a page, with date, machine and versions."
    })
public final class AllBenches implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description =
          "A page with the two lines between which it is written. Default: ${DEFAULT-VALUE}.",
      defaultValue = "docs/benchmarks.md")
  private Path page = Path.of("docs", "benchmarks.md");

  @Option(names = "--only", paramLabel = "NAME", split = ",", description = "Only these.")
  private List<String> only = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Page written = Page.read(page); // a page that cannot be written is found before the hour
    List<Section> sections = new ArrayList<>();
    for (String name : names()) {
      System.out.printf("%n./crossfade bench %s%n", name);
      sections.add(Section.run(name, new PrintStream(System.out, true)));
    }
    written.write(Machine.here(), LocalDate.now(), sections);
    System.out.println("\nwritten to " + page);
    return sections.stream().allMatch(Section::isDone) ? 0 : 1;
  }

  private List<String> names() {
    return spec.parent().subcommands().keySet().stream()
        .filter(name -> !name.equals(spec.name()))
        .filter(name -> only.isEmpty() || only.contains(name))
        .toList();
  }
}
