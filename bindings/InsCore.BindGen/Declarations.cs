namespace InsCore.BindGen;

/// <summary>What a header declares, as far as bindings need it. Types are spelled as in C.</summary>
abstract record Declaration(string Name, string Summary);

sealed record EnumDeclaration(string Name, string Summary, IReadOnlyList<EnumConstant> Constants)
    : Declaration(Name, Summary);

sealed record EnumConstant(string Name, string Summary, long Value);

sealed record StructDeclaration(string Name, string Summary, IReadOnlyList<StructField> Fields)
    : Declaration(Name, Summary);

sealed record StructField(string Name, string Type, string Summary);

sealed record FunctionDeclaration(
    string Name, string Summary, string ReturnType, string Returns, IReadOnlyList<Parameter> Parameters)
    : Declaration(Name, Summary);

/// <summary>A parameter; Direction is "in", "out" or "in,out" where the comment states one, else null.</summary>
sealed record Parameter(string Name, string Type, string? Direction, string Text);
