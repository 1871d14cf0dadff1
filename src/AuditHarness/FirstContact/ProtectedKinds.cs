using System.Collections.Frozen;

namespace AuditHarness.FirstContact;

/// <summary>A kind of protected attribute, and the names that columns with it usually have.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="Words">Words of such names, in several languages, as <see cref="ColumnWords"/> writes them.</param>
/// <param name="MostLevels">Most levels that such a column has; more of them are something else.</param>
internal sealed record ProtectedKind(string Name, FrozenSet<string> Words, int MostLevels);

/// <summary>The kinds of protected attributes that are looked for, in the order in which a config lists them.</summary>
internal static class ProtectedKinds
{
    private const int MostLevelsOfPeople = 20;
    private const int MostLevelsOfPlaces = 50;

    /// <summary>Ages; they come as numbers, as bands, or as days of birth.</summary>
    public static ProtectedKind Age { get; } = Kind("age", MostLevelsOfPeople,
        "age ages ageyr ageyrs ageyears ageinyears agegroup agegrp agecat ageband agerange patientage anchorage ridageyr ridageex ageatadmission ageadmit " +
        "alter lebensalter alterjahre altersgruppe altersklasse patientenalter edad idade eta leeftijd alder ikae wiek vozrast " +
        "dob birthdate birthday dateofbirth birthyear yearofbirth yob geburtsdatum geburtsjahr gebdat gebjahr naissance nacimiento");

    /// <summary>Every kind, read top to bottom; what a name says by several is taken by the first.</summary>
    public static IReadOnlyList<ProtectedKind> All { get; } =
    [
        Kind("sex or gender", 8,
            "sex sexe sexo sesso sexcd sexcode gender gendercd gndr gend genre genero geslacht geschlecht geschl kon kjonn koen kjoenn sukupuoli plec pohlavi nem riagendr " +
            "male female ismale isfemale man woman mannlich maennlich weiblich masculino femenino homme femme patientsex patientgender sexatbirth genderidentity"),
        Age,
        Kind("race or ethnicity", MostLevelsOfPeople,
            "race racecd raceeth raceethnicity racethnicity raza raca ras ethnicity ethnic ethnicgroup ethnicgrp ethnicitycd ethnie ethnizitat etnia etnicidad etnicidade etnicita etniciteit " +
            "ridreth hispanic latino latinx hispaniclatino nationality nationalitat staatsangehorigkeit herkunft migrationshintergrund migration migrant indigenous aboriginal"),
        Kind("language", MostLevelsOfPeople,
            "language lang languages primarylanguage preferredlanguage spokenlanguage sprache muttersprache idioma lengua langue lingua taal interpreter needsinterpreter dolmetscher lep"),
        Kind("insurance", MostLevelsOfPeople,
            "insurance insurer insurancetype insured uninsured insurancestatus payer payor payercode payertype payercd primarypayer medicaid medicare coverage healthplan " +
            "versicherung versicherungsart versicherungsstatus krankenversicherung krankenkasse kostentrager kasse assurance seguro seguradora previsione verzekering"),
        Kind("site", MostLevelsOfPlaces,
            "site siteid sitecode studysite hospital hospitalid hospitalcode hosp hospid facility facilityid center centre centerid centreid institution clinic clinicid practice ward wardid wardname careunit firstcareunit " +
            "klinik krankenhaus spital standort zentrum station abteilung einrichtung hopital centro hospitalar ospedale ziekenhuis trust"),
        Kind("residence", MostLevelsOfPeople,
            "residence region ruralurban urbanrural rural urban rurality urbanicity ruca wohnort bundesland kanton provincia departement"),
    ];

    // Words that turn such a name into that of something else: a measurement, a cost, an age of something, the number of hospitals.
    private static readonly FrozenSet<string> Others = Words(
        "days day time los stay date count num number nr cost costs charge charges bill total score risk prob pred death dead died mortality expire flag rate bone gestational gestation " +
        "maternal paternal mother father menarche menopause onset diagnosis death retirement transfer admission discharge discharged bmi cm kg");

    /// <summary>The kind that the name of a column tells; null when it tells none.</summary>
    /// <param name="column">Name of the column.</param>
    public static ProtectedKind? Find(string column)
    {
        var words = ColumnWords.Of(column);
        // A whole name that is known is what it says, such as "age at admission"; with a further word it may not be.
        return All.FirstOrDefault(kind => kind.Words.Contains(words.Whole))
            ?? (words.Has(Others) ? null : All.FirstOrDefault(kind => words.Has(kind.Words)));
    }

    private static ProtectedKind Kind(string name, int mostLevels, string words) => new(name, Words(words), mostLevels);

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
