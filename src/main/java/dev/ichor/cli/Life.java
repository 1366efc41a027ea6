package dev.ichor.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A certificate's life such as {@code 8h} or {@code 90d} as minutes, 5 minutes to 3650 days. */
final class Life implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,7})(m|h|d)");
    private static final int LEAST = 5;
    private static final int MOST = 3650 * 24 * 60;

    @Override
    public Integer convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            long minutes = Long.parseLong(matcher.group(1)) * switch (matcher.group(2)) {
                case "h" -> 60;
                case "d" -> 24 * 60;
                default -> 1;
            };
            if (minutes >= LEAST && minutes <= MOST) {
                return (int) minutes;
            }
        }
        throw new TypeConversionException("expected a time from 5m to 3650d, such as 8h or 90d, found '" + text + "'");
    }
}
