/**
 * YAML files that people write, read so that every mistake is reported with its file and line, all at once.
 *
 * <p>{@link dev.ichor.yaml.Yaml} turns text into a small tree of {@link dev.ichor.yaml.YamlNode}; a reader of one
 * kind of file walks it with {@link dev.ichor.yaml.Fields}. Scalars stay text until the reader says what they are, so
 * the surprises of YAML 1.1 ({@code yes}, {@code 0123}, {@code 12:30:00}) can't happen. Nothing is ever instantiated
 * by a name found in the file.
 *
 * <p>May import: {@code base} and SnakeYAML. Trees are immutable; {@code Fields} belongs to one thread.
 */
package dev.ichor.yaml;
