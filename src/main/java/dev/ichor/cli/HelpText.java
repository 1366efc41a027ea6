package dev.ichor.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ScopeType;

/** How help looks: a synopsis of what must be said, then a command's own options before those of all commands. */
final class HelpText {
    private static final int WIDTH = 100;

    private HelpText() {
    }

    /** For this command and those below it, which must have been added before. */
    static void on(CommandLine line) {
        line.setUsageHelpAutoWidth(false).setUsageHelpWidth(WIDTH);
        Map<String, IHelpSectionRenderer> sections = new java.util.HashMap<>(line.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpText::synopsis);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::options);
        line.setHelpSectionMap(sections);
    }

    private static String synopsis(Help help) {
        StringBuilder text = new StringBuilder(help.commandSpec().qualifiedName()).append(" [OPTIONS]");
        help.commandSpec().options().stream().filter(option -> option.required() && option.group() == null)
                .forEach(option -> text.append(' ')
                .append(option.longestName()).append(option.typeInfo().isBoolean() ? "" : "=" + option.paramLabel())
                .append(option.typeInfo().isMultiValue() ? "..." : ""));
        help.commandSpec().positionalParameters().forEach(value -> text.append(' ').append(value.arity().min() == 0
                && !value.required() ? "[" + value.paramLabel() + "]" : value.paramLabel())
                .append(value.typeInfo().isMultiValue() ? "..." : ""));
        return text.append(help.commandSpec().subcommands().isEmpty() ? "" : " COMMAND").append('\n').toString();
    }

    private static String options(Help help) {
        boolean root = help.commandSpec().parent() == null;
        String own = list(help, option -> root || !everywhere(option));
        String common = list(help, option -> !root && everywhere(option));
        return own + (common.isEmpty() ? "" : "Options of all commands like this:\n" + common);
    }

    private static boolean everywhere(OptionSpec option) {
        return option.scopeType() == ScopeType.INHERIT;
    }

    private static String list(Help help, Predicate<OptionSpec> which) {
        List<OptionSpec> options = help.commandSpec().options().stream().filter(which).collect(Collectors.toList());
        return options.isEmpty() ? "" : help.optionListExcludingGroups(options);
    }
}
